import {
  checkTenant,
  type BucketSpec,
  type DecommissionRequest,
  type TenantSpec,
  type UserSpec,
} from 'rustfs-constructs';
import { warned, type Breaches } from '../../support/breaches';
import { acme, asOperator, pool0, pool1 } from '../../support/specs';
import { undeclared } from '../../support/undeclared';

const policy = { name: 'readers', document: { configMapKeyRef: { name: 'policies', key: 'readers.json' } } };
const user: UserSpec = { name: 'app', policies: ['readers'] };
const drain: DecommissionRequest = { poolName: 'pool-0', requestId: '1', action: 'Start' };

function acmeWithUser(changes: Partial<UserSpec>): TenantSpec {
  return { ...acme, users: [{ ...user, ...changes }] };
}

function acmeWithRequests(...decommissionRequests: DecommissionRequest[]): TenantSpec {
  return { ...acme, pools: [pool0, pool1], poolLifecycle: { decommissionRequests } };
}

/** What is refused, beside the warning that only the operator does such things. */
interface Refusal {
  readonly title: string;
  readonly path: string;
  readonly spec: TenantSpec;
}

const refusal = (title: string, path: string, spec: TenantSpec): Refusal => ({ title, path, spec });

/** Refusals of lists that the operator keeps in RustFS. */
export const provisioningRefusals: Refusal[] = [
  refusal('257 policies', 'policies', {
    ...acme,
    policies: Array.from({ length: 257 }, (_, i) => ({ ...policy, name: `p${i}` })),
  }),
  refusal('a policy twice', 'policies[1].name', { ...acme, policies: [policy, policy] }),
  refusal('a policy with a space', 'policies[0].name', { ...acme, policies: [{ ...policy, name: 'a b' }] }),
  refusal('a policy with a long name', 'policies[0].name', {
    ...acme,
    policies: [{ ...policy, name: 'a'.repeat(254) }],
  }),
  refusal('a document without a key', 'policies[0].document.configMapKeyRef.key', {
    ...acme,
    policies: [{ ...policy, document: { configMapKeyRef: { name: 'policies', key: '' } } }],
  }),
  refusal('a user twice', 'users[1].name', { ...acme, users: [user, user] }),
  refusal('a user without a name', 'users[0].name', acmeWithUser({ name: '', credsSecret: { name: 'app' } })),
  refusal('a user without policies', 'users[0].policies', acmeWithUser({ policies: [] })),
  refusal(
    '65 policies of a user',
    'users[0].policies',
    acmeWithUser({ policies: Array.from({ length: 65 }, (_, i) => `p${i}`) }),
  ),
  refusal('a policy of a user twice', 'users[0].policies[1]', acmeWithUser({ policies: ['a', 'a'] })),
  refusal('a Secret of two users', 'users[1].credsSecret', {
    ...acme,
    users: [user, { ...user, name: 'other', credsSecret: { name: 'app' } }],
  }),
  ...['rustfs', '10.0.0.1', 'a', 'Upper', 'a..b', 'a.-b', 'a-.b', '-ab', 'a'.repeat(64)].map((name) =>
    refusal(`the bucket ${name}`, 'buckets[0].name', { ...acme, buckets: [{ name }] }),
  ),
  refusal(
    'a request for a pool without a name',
    'poolLifecycle.decommissionRequests[0].poolName',
    acmeWithRequests({ ...drain, poolName: '' }),
  ),
  refusal(
    'a request for a pool with a long name',
    'poolLifecycle.decommissionRequests[0].poolName',
    acmeWithRequests({ ...drain, poolName: 'p'.repeat(64) }),
  ),
  refusal(
    'a request with a long reason, where the operator runs it as well',
    'poolLifecycle.decommissionRequests[0].reason',
    asOperator(acmeWithRequests({ ...drain, reason: 'r'.repeat(1025) })),
  ),
  refusal('a bucket twice', 'buckets[1].name', { ...acme, buckets: [{ name: 'media' }, { name: 'media' }] }),
];

/** Refusals of pools that are to leave. */
export const lifecycleRefusals: Refusal[] = [
  refusal(
    'a pool twice',
    'poolLifecycle.decommissionRequests[1].poolName',
    acmeWithRequests(drain, { ...drain, action: 'Cancel' }),
  ),
  refusal(
    'a request without an id',
    'poolLifecycle.decommissionRequests[0].requestId',
    acmeWithRequests({ ...drain, requestId: ' ' }),
  ),
  ...['', 'r'.repeat(129)].map((requestId) =>
    refusal(
      `an id of ${requestId.length} characters, which the operator's definition refuses`,
      'poolLifecycle.decommissionRequests[0].requestId',
      asOperator(acmeWithRequests({ ...drain, requestId })),
    ),
  ),
  refusal(
    'all pools',
    'poolLifecycle.decommissionRequests',
    acmeWithRequests(drain, { ...drain, poolName: 'pool-1' }),
  ),
];

const buckets: BucketSpec[] = [{ name: 'media', region: 'eu-1', objectLock: true, deletionPolicy: 'Retain' }];

/** Breaches of the one rule that warns: nothing here does what the operator does. */
export const provisioningBreaches: Breaches = {
  'operator-only': [
    warned('policies', 'policies', { ...acme, policies: [policy] }),
    warned('users', 'users', { ...acme, users: [user, { ...user, name: 'b', credsSecret: { name: 'c' } }] }),
    warned('buckets', 'buckets', { ...acme, buckets }),
    warned('buckets where the operator runs them', 'buckets', asOperator({ ...acme, buckets })),
    warned('a pool that is to leave', 'poolLifecycle', acmeWithRequests(drain)),
    warned(
      'a pool that is to leave, for a reason that is counted in characters',
      'poolLifecycle',
      acmeWithRequests({ ...drain, reason: '\u{1f4e6}'.repeat(1024) }),
    ),
    warned(
      'a pool that is to leave, for no reason',
      'poolLifecycle',
      acmeWithRequests({ ...drain, reason: '' }),
    ),
    warned('pods on nodes that are down', 'podDeletionPolicyWhenNodeIsDown', {
      ...acme,
      podDeletionPolicyWhenNodeIsDown: 'Delete',
    }),
  ],
};

/** Declarations of which there is nothing to say. */
export const harmless: [title: string, spec: TenantSpec][] = [
  ['empty lists of the operator', { ...acme, policies: [], users: [], buckets: [] }],
  ['pods on nodes that are down, left alone', { ...acme, podDeletionPolicyWhenNodeIsDown: 'DoNothing' }],
];

/** Refusals of fields that lack what they need. */
export const incomplete: Refusal[] = [
  refusal('a user without policies', 'users[0].policies', undeclared({ ...acme, users: [{ name: 'a' }] })),
  refusal(
    'a policy without a document',
    'policies[0].document',
    undeclared({ ...acme, policies: [{ name: 'a' }] }),
  ),
  refusal(
    'a request without an action',
    'poolLifecycle.decommissionRequests[0].action',
    undeclared({
      ...acme,
      poolLifecycle: { decommissionRequests: [{ poolName: 'pool-0', requestId: '1' }] },
    }),
  ),
];

/** One test for each row: the checks refuse it for this reason, beside the warning about the operator. */
export function describeRefusals(code: string, rows: readonly Refusal[]): void {
  describe(code, () => {
    test.each(rows.map((row) => [row.title, row] as const))('%s', (_, { path, spec }) => {
      const found = checkTenant(spec).filter((problem) => problem.code !== 'operator-only');
      expect(found.map((problem) => `${problem.severity} ${problem.path} [${problem.code}]`)).toEqual([
        `error ${path} [${code}]`,
      ]);
    });
  });
}
