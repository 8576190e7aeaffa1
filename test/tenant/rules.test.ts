import { checkTenant } from 'rustfs-constructs';
import { problemCodes } from '../../lib/tenant/problem';
import { describeBreaches, finding, joinedBreaches } from '../support/breaches';
import { acme, acmeTls, asOperator, managed, pool0, singleDrive, twoPools } from '../support/specs';
import { undeclared } from '../support/undeclared';
import { encryptionBreaches, harmless as harmlessEncryption } from './rules/encryption';
import { adoptedBreaches, adoptedNameBreaches, harmless as harmlessAdoptions } from './rules/adopted';
import { credentialBreaches, environmentBreaches, harmless as harmlessVariables } from './rules/environment';
import { erasureBreaches, harmless as harmlessLayouts } from './rules/erasure';
import { harmless as harmlessIntegrations, integrationBreaches } from './rules/integrations';
import { nameBreaches, shapeBreaches } from './rules/names';
import { harmless as harmlessPods, podBreaches, securityBreaches } from './rules/pods';
import { harmless as harmlessPools, poolBreaches, storageBreaches } from './rules/storage';
import { harmless as harmlessPodParts, podPartBreaches } from './rules/pod-parts';
import {
  describeRefusals,
  harmless as harmlessProvisioning,
  incomplete,
  lifecycleRefusals,
  provisioningBreaches,
  provisioningRefusals,
} from './rules/provisioning';
import { targetBreaches } from './rules/targets';
import { harmless as harmlessTls, tlsBreaches } from './rules/tls';

const breaches = joinedBreaches(
  shapeBreaches,
  nameBreaches,
  poolBreaches,
  storageBreaches,
  environmentBreaches,
  credentialBreaches,
  encryptionBreaches,
  integrationBreaches,
  targetBreaches,
  securityBreaches,
  podBreaches,
  erasureBreaches,
  tlsBreaches,
  podPartBreaches,
  provisioningBreaches,
  adoptedBreaches,
  adoptedNameBreaches,
);

describe('A declaration that breaks no rule', () => {
  test.each([
    ['a tenant', acme],
    ['a tenant as the operator runs it', asOperator(acme)],
    ['a single drive', singleDrive],
    ['two pools', twoPools],
    ...harmlessPools,
    ...harmlessVariables,
    ...harmlessEncryption,
    ...harmlessIntegrations,
    ...harmlessPods,
    ...harmlessLayouts,
    ...harmlessTls,
    ...harmlessPodParts,
    ...harmlessProvisioning,
    ...harmlessAdoptions,
  ])('%s', (_, spec) => {
    expect(checkTenant(spec).map(finding)).toEqual([]);
  });
});

describe('A decommission request', () => {
  test('for a pool that has left is only told of', () => {
    const decommissionRequests = [{ poolName: 'gone', requestId: '1', action: 'Start' } as const];
    expect(checkTenant({ ...acme, poolLifecycle: { decommissionRequests } }).map(finding)).toEqual([
      'warning poolLifecycle [operator-only]',
      'warning poolLifecycle.decommissionRequests[0].poolName [pool-lifecycle]',
    ]);
  });
});

describe('A value of the wrong type', () => {
  test.each<[path: string, tls: object]>([
    ['tls.enableInternodeHttps', { enableInternodeHttps: 'true' }],
    ['tls.mode', { mode: 'certmanager' }],
    ['tls.certManager', { certManager: 'mine' }],
    ['tls.certManager.issuerRef', { certManager: { ...managed, issuerRef: 5 } }],
    ['tls.certManager.usages[0]', { certManager: { ...managed, usages: [5] } }],
    ['tls.caTrust.caSecretRef', { caTrust: { source: 'SecretRef', caSecretRef: 'x' } }],
  ])('is told alone, not as if it were absent: %s', (path, tls) => {
    const wrong = { ...acmeTls, tls: { ...acmeTls.tls, ...tls } };
    expect(checkTenant(undeclared(wrong)).map(finding)).toEqual([`error ${path} [wrong-type]`]);
  });

  test('of a size does not keep the checks busy', () => {
    const huge = { ...pool0, servers: 5_000_000_000, persistence: { volumesPerServer: 5_000_000_000 } };
    const containers = [{ name: 'a', image: 'b', volumeMounts: [{ name: 'vol-7', mountPath: '/x' }] }];
    const codes = checkTenant({ ...acmeTls, pools: [huge], pod: { containers } }).map(({ code }) => code);
    expect(codes).toContain('pool-size');
  });
});

describe('A declaration that breaks one rule only', () => {
  describeBreaches(breaches);
  describeRefusals('provisioning', provisioningRefusals);
  describeRefusals('pool-lifecycle', lifecycleRefusals);
  describeRefusals('missing-field', incomplete);

  test('is there for every rule', () => {
    // The others are rules of reading and writing manifests, of what Pulumi knows later, and those that never
    // stand alone.
    const elsewhere: readonly string[] = [
      'manifest-loss',
      'yaml',
      'document',
      'tenant-duplicate',
      'provisioning',
      'pool-lifecycle',
      'plain-value',
      'credentials-value',
      // Of two declarations, not of one: test/change.
      ...problemCodes.slice(problemCodes.indexOf('lock'), problemCodes.indexOf('runbook') + 1),
      'live-objects',
      'live-unknown',
      'live-identity',
    ];
    const here = problemCodes.filter((code) => !elsewhere.includes(code));
    expect([...here].sort()).toEqual(Object.keys(breaches).sort());
  });
});
