import type { EnvVar } from 'kubernetes-types/core/v1';
import { variable, variableNames } from '../support/composed';
import { acme, asOperator, development, singleDrive } from '../support/specs';

const addresses = ['RUSTFS_VOLUMES', 'RUSTFS_ADDRESS', 'RUSTFS_CONSOLE_ADDRESS', 'RUSTFS_CONSOLE_ENABLE'];
const secrets = ['RUSTFS_ACCESS_KEY', 'RUSTFS_SECRET_KEY', 'RUSTFS_RPC_SECRET'];
const anchor = ['TENANT_POD_NAME', 'RUSTFS_LOCAL_ENDPOINT_HOST', 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE'];
const serverDefaults = ['RUSTFS_OBS_LOG_DIRECTORY', 'RUSTFS_OBS_LOGGER_LEVEL', 'RUSTFS_CHECK_UPDATE'];

function fromSecret(name: string, key: string): EnvVar['valueFrom'] {
  return { secretKeyRef: { name, key, optional: false } };
}

describe('The order of the environment', () => {
  test("is the operator's: addresses, secrets, then the user's", () => {
    const env = [
      { name: 'MY_B', value: 'b' },
      { name: 'MY_A', value: 'a' },
    ];
    expect(variableNames(asOperator({ ...acme, env }))).toEqual([...addresses, ...secrets, 'MY_B', 'MY_A']);
  });

  test("has the default profile's own variables before the user's", () => {
    const env = [{ name: 'MY_A', value: 'a' }];
    expect(variableNames({ ...acme, env })).toEqual([
      ...addresses,
      ...secrets,
      ...anchor,
      ...serverDefaults,
      'MY_A',
    ]);
  });
});

describe('Addresses', () => {
  test.each([
    [
      'RUSTFS_VOLUMES',
      'http://acme-pool-0-{0...3}.acme-hl.storage.svc.cluster.local:9000/data/rustfs{0...3}',
    ],
    ['RUSTFS_ADDRESS', '0.0.0.0:9000'],
    ['RUSTFS_CONSOLE_ADDRESS', '0.0.0.0:9001'],
    ['RUSTFS_CONSOLE_ENABLE', 'true'],
  ])('%s is %s', (name, value) => {
    expect(variable(acme, name)).toEqual({ name, value });
  });

  test('have the cluster domain in lower case and without a final dot', () => {
    const spec = { ...acme, clusterDomain: 'K8s.Example.COM.' };
    expect(variable(spec, 'RUSTFS_VOLUMES')?.value).toContain('.svc.k8s.example.com:9000/');
    expect(variable(spec, 'RUSTFS_LOCAL_ENDPOINT_HOST')?.value).toMatch(/\.svc\.k8s\.example\.com$/);
  });
});

describe('Credentials', () => {
  test('come from the Secrets by reference', () => {
    expect(variable(acme, 'RUSTFS_ACCESS_KEY')?.valueFrom).toEqual(fromSecret('acme-root', 'accesskey'));
    expect(variable(acme, 'RUSTFS_SECRET_KEY')?.valueFrom).toEqual(fromSecret('acme-root', 'secretkey'));
    expect(variable(acme, 'RUSTFS_RPC_SECRET')?.valueFrom).toEqual(fromSecret('acme-rpc', 'secret'));
  });

  test('of a development tenant come from the Secret that is composed', () => {
    const name = 'dev-development-credentials';
    expect(variable(development, 'RUSTFS_ACCESS_KEY')?.valueFrom).toEqual(fromSecret(name, 'accesskey'));
    expect(variable(development, 'RUSTFS_SECRET_KEY')?.valueFrom).toEqual(fromSecret(name, 'secretkey'));
  });

  test('are not there when their Secret has no name, which the operator takes for none', () => {
    const { rpcSecret: _rpc, ...spec } = asOperator({ ...acme, credsSecret: { name: '' } });
    expect(variableNames(spec)).toEqual(addresses);
  });

  test('are not there when nothing names them, which the operator admits', () => {
    const { credsSecret: _credentials, rpcSecret: _rpc, ...bare } = asOperator(acme);
    expect(variableNames(bare)).toEqual(addresses);
  });
});

describe("The user's variables", () => {
  test('replace a default and move to the end', () => {
    const env = [
      { name: 'RUSTFS_CHECK_UPDATE', value: 'true' },
      { name: 'RUSTFS_CONSOLE_ENABLE', value: 'false' },
    ];
    const names = variableNames({ ...acme, env });
    expect(names.slice(-2)).toEqual(['RUSTFS_CHECK_UPDATE', 'RUSTFS_CONSOLE_ENABLE']);
    expect(names.filter((name) => name === 'RUSTFS_CHECK_UPDATE')).toHaveLength(1);
    expect(variable({ ...acme, env }, 'RUSTFS_CONSOLE_ENABLE')?.value).toBe('false');
  });

  test('win over the Secret in compatibility mode, as in the operator', () => {
    const env = [{ name: 'RUSTFS_ACCESS_KEY', value: 'somebody' }];
    const spec = asOperator({ ...acme, env });
    expect(variable(spec, 'RUSTFS_ACCESS_KEY')).toEqual({ name: 'RUSTFS_ACCESS_KEY', value: 'somebody' });
    expect(variableNames(spec).at(-1)).toBe('RUSTFS_ACCESS_KEY');
  });

  test('of one name count once, the last of them', () => {
    const env = [
      { name: 'MY_A', value: '1' },
      { name: 'MY_B', value: '2' },
      { name: 'MY_A', value: '3' },
    ];
    const spec = asOperator({ ...acme, env });
    expect(variableNames(spec).slice(-2)).toEqual(['MY_B', 'MY_A']);
    expect(variable(spec, 'MY_A')?.value).toBe('3');
  });

  test('lose RUSTFS_RPC_SECRET to rpcSecret', () => {
    const env = [{ name: 'RUSTFS_RPC_SECRET', valueFrom: { secretKeyRef: { name: 'other', key: 'k' } } }];
    const spec = asOperator({ ...acme, env });
    expect(variable(spec, 'RUSTFS_RPC_SECRET')?.valueFrom).toEqual(fromSecret('acme-rpc', 'secret'));
  });

  test('keep RUSTFS_RPC_SECRET when there is no rpcSecret', () => {
    const { rpcSecret: _rpc, ...spec } = acme;
    const reference = { name: 'RUSTFS_RPC_SECRET', valueFrom: { secretKeyRef: { name: 'other', key: 'k' } } };
    expect(variable({ ...spec, env: [reference] }, 'RUSTFS_RPC_SECRET')).toEqual(reference);
  });
});

describe('The endpoint anchor', () => {
  test("is the server's own address, made of its pod name", () => {
    expect(variable(acme, 'TENANT_POD_NAME')?.valueFrom).toEqual({
      fieldRef: { fieldPath: 'metadata.name' },
    });
    expect(variable(acme, 'RUSTFS_LOCAL_ENDPOINT_HOST')?.value).toBe(
      '$(TENANT_POD_NAME).acme-hl.storage.svc.cluster.local',
    );
  });

  test('has the server wait in the one mode in which RustFS takes it', () => {
    const wait = { name: 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', value: 'orchestrated' };
    expect(variable(acme, wait.name)).toEqual(wait);
    expect(variableNames({ ...acme, env: [wait] }).filter((name) => name === wait.name)).toHaveLength(1);
  });

  test.each([
    ['a single drive, which has no address', singleDrive],
    ['a declaration that says so', { ...acme, pod: { endpointAnchor: false } }],
    ['compatibility mode', asOperator(acme)],
  ])('is not set for %s', (_, spec) => {
    expect(variableNames(spec).filter((name) => anchor.includes(name))).toEqual([]);
  });
});

describe('The log directory', () => {
  test.each([
    ['standard output', {}, ''],
    ['an emptyDir', { mode: 'emptydir' } as const, '/logs'],
    ['a claim', { mode: 'persistent', mountPath: '/var/log/rustfs' } as const, '/var/log/rustfs'],
  ])('is where %s has it', (_, logging, directory) => {
    expect(variable({ ...acme, logging }, 'RUSTFS_OBS_LOG_DIRECTORY')?.value).toBe(directory);
  });

  test('is not said in compatibility mode', () => {
    const spec = asOperator({ ...acme, logging: { mode: 'emptydir', mountPath: '/var/log/rustfs' } });
    expect(variable(spec, 'RUSTFS_OBS_LOG_DIRECTORY')).toBeUndefined();
  });
});

describe('Drives on one device', () => {
  test('are admitted only by placement.drives: shared', () => {
    const bypass = 'RUSTFS_UNSAFE_BYPASS_DISK_CHECK';
    expect(variable({ ...acme, placement: { drives: 'shared' } }, bypass)?.value).toBe('true');
    expect(variable(acme, bypass)).toBeUndefined();
  });
});
