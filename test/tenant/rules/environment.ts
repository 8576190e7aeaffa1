import type { EnvVar } from 'kubernetes-types/core/v1';
import type { TenantSpec } from 'rustfs-constructs';
import { refused, warned, type Breaches } from '../../support/breaches';
import { acme, asOperator, development, singleDrive, twoPools } from '../../support/specs';

const fromSecret: EnvVar['valueFrom'] = { secretKeyRef: { name: 'other', key: 'k' } };

function acmeWith(...env: EnvVar[]): TenantSpec {
  return { ...acme, env };
}

/** `acme` with an endpoint anchor that the user wires, and how its servers wait for their peers. */
function anchoredByHand(topologyWait: string): TenantSpec {
  return {
    ...acme,
    env: [
      { name: 'RUSTFS_LOCAL_ENDPOINT_HOST', value: 'x' },
      { name: 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', value: topologyWait },
    ],
    pod: { endpointAnchor: false },
  };
}

/** `acme` whose credentials come from nowhere. */
const { credsSecret: _credentials, ...anonymous } = acme;
const { rpcSecret: _secret, ...withoutRpcSecret } = acme;
const { credsSecret: _soloCredentials, ...anonymousSolo } = singleDrive;

/** Breaches of the rules about the environment. */
export const environmentBreaches: Breaches = {
  'env-name': [
    refused('an equals sign', 'env[0].name', acmeWith({ name: 'A=B', value: 'x' })),
    refused('a space', 'env[0].name', acmeWith({ name: 'A B', value: 'x' })),
    refused('nothing', 'env[0].name', acmeWith({ name: '', value: 'x' })),
  ],
  'env-value': [
    ...['bounded', 'fail-fast', 'forever'].map((mode) =>
      refused(`the wait "${mode}" beside an anchor of your own`, 'env[1].value', anchoredByHand(mode)),
    ),
    warned('the same in compatibility mode', 'env[1].value', asOperator(anchoredByHand('strict'))),
    refused('no reference at all', 'env[0].valueFrom', acmeWith({ name: 'A', valueFrom: {} })),
    refused(
      'two references',
      'env[0].valueFrom',
      acmeWith({
        name: 'A',
        valueFrom: { fieldRef: { fieldPath: 'a' }, secretKeyRef: { name: 'a', key: 'b' } },
      }),
    ),
    refused(
      'a key of a Secret without a name',
      'env[0].valueFrom',
      acmeWith({
        name: 'A',
        valueFrom: { secretKeyRef: { key: 'b' } },
      }),
    ),
    refused(
      'a value and a reference',
      'env[0].valueFrom',
      acmeWith({ name: 'A', value: 'x', valueFrom: fromSecret }),
    ),
  ],
  'env-duplicate': [
    refused('a name twice', 'env[1].name', acmeWith({ name: 'A', value: 'x' }, { name: 'A', value: 'y' })),
    warned(
      'the same where the operator runs it',
      'env[1].name',
      asOperator(acmeWith({ name: 'A' }, { name: 'A' })),
    ),
  ],
  'env-owned': [
    refused('TLS', 'env[0].name', acmeWith({ name: 'RUSTFS_TLS_PATH', value: '/tls' })),
    refused('the log directory beside logging', 'env[0].name', {
      ...acmeWith({ name: 'RUSTFS_OBS_LOG_DIRECTORY', value: '/x' }),
      logging: { mode: 'emptydir' },
    }),
    ...['RUSTFS_VOLUMES', 'MINIO_VOLUMES', 'RUSTFS_ADDRESS', 'RUSTFS_CONSOLE_ADDRESS'].map((name) =>
      refused(`${name}, which the pools make`, 'env[0].name', acmeWith({ name, value: 'x' })),
    ),
    ...['TENANT_POD_NAME', 'RUSTFS_LOCAL_ENDPOINT_HOST', 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE'].map((name) =>
      refused(`${name}, which the anchor needs`, 'env[0].name', acmeWith({ name, value: 'x' })),
    ),
    refused('another wait for the peers than the anchor needs', 'env[0].name', {
      ...acmeWith({ name: 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', value: 'bounded' }),
    }),
    ...['RUSTFS_UNSAFE_BYPASS_DISK_CHECK', 'MINIO_CI'].map((name) =>
      refused(`${name} beside placement.drives`, 'env[0].name', acmeWith({ name, value: 'true' })),
    ),
    ...[
      'RUSTFS_ACCESS_KEY',
      'RUSTFS_SECRET_KEY',
      'RUSTFS_SECRET_KEY_FILE',
      'MINIO_ROOT_USER',
      'RUSTFS_RPC_SECRET',
    ].map((name) =>
      refused(`${name} beside its Secret`, 'env[0].name', acmeWith({ name, valueFrom: fromSecret })),
    ),
    warned(
      'the same where the operator runs it',
      'env[0].name',
      asOperator(acmeWith({ name: 'RUSTFS_ADDRESS', value: 'x' })),
    ),
  ],
  'env-dangerous': [
    ...['RUSTFS_TLS_KEYLOG', 'RUSTFS_ILM_DEBUG_DAY_SECS', 'RUSTFS_TEST_MODE', 'RUSTFS_E2E_MODE'].map((name) =>
      refused(name, 'env[0].name', acmeWith({ name, value: '1' })),
    ),
    warned(
      'the same where the operator runs it',
      'env[0].name',
      asOperator(acmeWith({ name: 'RUSTFS_TEST_MODE', value: '1' })),
    ),
  ],
  'env-kms': [
    refused(
      'encryption by variables',
      'env[0].name',
      asOperator(acmeWith({ name: 'RUSTFS_KMS_ENABLE', value: 'true' })),
    ),
    refused('encryption by variables beside the field', 'env[0].name', {
      ...acmeWith({ name: 'RUSTFS_KMS_VAULT_ADDRESS', value: 'https://vault.example.com' }),
      encryption: { enabled: true, backend: 'aws' },
    }),
  ],
};

/** Breaches of the rules about credentials. */
export const credentialBreaches: Breaches = {
  'credentials-missing': [
    refused('a reference that may lead nowhere', 'credsSecret', {
      ...anonymous,
      env: [
        { name: 'RUSTFS_ACCESS_KEY', value: 'admin' },
        { name: 'RUSTFS_SECRET_KEY', valueFrom: { secretKeyRef: { name: 'a', key: 'b', optional: true } } },
      ],
    }),
    refused('the published access key', 'credsSecret', {
      ...anonymous,
      env: [
        { name: 'RUSTFS_ACCESS_KEY', value: 'rustfsadmin' },
        { name: 'RUSTFS_SECRET_KEY', valueFrom: fromSecret },
      ],
    }),
    refused('none at all', 'credsSecret', anonymous),
    refused('only one of the two', 'credsSecret', {
      ...anonymous,
      env: [{ name: 'RUSTFS_SECRET_KEY', valueFrom: fromSecret }],
    }),
    refused('a Secret without a name', 'credsSecret', { ...acme, credsSecret: { name: '' } }),
    refused('empty values', 'credsSecret', {
      ...anonymous,
      env: [{ name: 'RUSTFS_ACCESS_KEY', value: '' }, { name: 'RUSTFS_SECRET_KEY' }],
    }),
    warned('the same where the operator runs it', 'credsSecret', asOperator(anonymous)),
  ],
  'credentials-literal': [
    refused(
      'a key of encryption',
      'env[0].value',
      acmeWith({ name: 'RUSTFS_SSE_S3_MASTER_KEY', value: 'abc' }),
    ),
    refused('the root secret', 'env[1].value', {
      ...anonymous,
      env: [
        { name: 'RUSTFS_ACCESS_KEY', value: 'admin' },
        { name: 'RUSTFS_SECRET_KEY', value: 'abc' },
      ],
    }),
    refused('the secret between servers', 'env[0].value', {
      ...withoutRpcSecret,
      env: [{ name: 'RUSTFS_RPC_SECRET', value: 'abc' }],
    }),
    warned(
      'the same where the operator runs it',
      'env[0].value',
      asOperator(acmeWith({ name: 'RUSTFS_IAM_MASTER_KEY', value: 'abc' })),
    ),
  ],
  'credentials-development': [
    warned('on one server', 'developmentCredentials', development),
    refused('on several', 'developmentCredentials', { ...anonymous, developmentCredentials: true }),
    refused('beside a Secret', 'developmentCredentials', { ...singleDrive, developmentCredentials: true }),
  ],
  'rpc-secret-missing': [
    warned('several servers', 'rpcSecret', withoutRpcSecret),
    warned('several pools of one server', 'rpcSecret', {
      ...withoutRpcSecret,
      pools: twoPools.pools.map((pool) => ({ ...pool, servers: 1 })),
    }),
  ],
};

/** Declarations about which there is nothing to say. */
export const harmless: readonly [title: string, spec: TenantSpec][] = [
  [
    'root credentials by reference',
    {
      ...anonymous,
      env: [
        { name: 'RUSTFS_ACCESS_KEY', value: 'admin' },
        { name: 'RUSTFS_SECRET_KEY', valueFrom: fromSecret },
      ],
    },
  ],
  [
    'root credentials by files',
    {
      ...anonymous,
      env: [
        { name: 'RUSTFS_ACCESS_KEY_FILE', value: '/run/a' },
        { name: 'RUSTFS_SECRET_KEY_FILE', value: '/run/s' },
      ],
    },
  ],
  ['one server without a secret between servers', singleDrive],
  [
    'the old names of root credentials',
    {
      ...anonymousSolo,
      env: [
        { name: 'MINIO_ROOT_USER', value: 'admin' },
        { name: 'MINIO_ROOT_PASSWORD', valueFrom: fromSecret },
      ],
    },
  ],
  ['a variable with a dot and a hyphen', acmeWith({ name: 'my.var-1', value: 'x' })],
  ['a reference beside an empty value', acmeWith({ name: 'A', value: '', valueFrom: fromSecret })],
  ['encryption by variables that is off', acmeWith({ name: 'RUSTFS_KMS_ENABLE', value: 'off' })],
  [
    'an anchor of your own',
    { ...acmeWith({ name: 'RUSTFS_LOCAL_ENDPOINT_HOST', value: 'x' }), pod: { endpointAnchor: false } },
  ],
  [
    "the anchor's own wait for the peers",
    acmeWith({ name: 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', value: 'orchestrated' }),
  ],
  [
    'a wait of your own without an anchor',
    {
      ...acmeWith({ name: 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', value: 'bounded' }),
      pod: { endpointAnchor: false },
    },
  ],
  ...['auto', ' Orchestrated '].map((value): [string, TenantSpec] => [
    `the wait "${value}" beside an anchor of your own`,
    anchoredByHand(value),
  ]),
];
