import { ApiObject, App, Chart } from 'cdk8s';
import { Secret, ServiceAccount } from 'cdk8s-plus-28';
import { composeTenant } from 'rustfs-constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';
import { acme } from '../support/specs';
import { silenceWarnings } from '../support/warnings';

silenceWarnings();

const { credsSecret, rpcSecret, ...rest } = acme;

const byName = composeTenant({
  ...rest,
  credsSecret: { name: 'root' },
  rpcSecret: { name: 'rpc', key: 'secret' },
  imagePullSecret: { name: 'pull' },
  serviceAccountName: 'account',
});

describe('props that name another object', () => {
  let chart: Chart;
  beforeEach(() => (chart = new Chart(new App(), 'chart', { namespace: 'storage' })));

  test('take a cdk8s-plus Secret or ServiceAccount, reduced to its name', () => {
    const tenant = new RustfsTenant(new Chart(chart, 'tenant', { namespace: 'storage' }), 'acme', {
      ...rest,
      credsSecret: Secret.fromSecretName(chart, 'root', 'root'),
      rpcSecret: { name: new Secret(chart, 'rpc', { metadata: { name: 'rpc' } }), key: 'secret' },
      imagePullSecret: Secret.fromSecretName(chart, 'pull', 'pull'),
      serviceAccountName: new ServiceAccount(chart, 'account', { metadata: { name: 'account' } }),
    });
    expect(Chart.of(tenant).toJson()).toEqual(byName);
  });

  test('take an ApiObject', () => {
    const secret = (name: string) =>
      new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Secret', metadata: { name } });
    const tenant = new RustfsTenant(new Chart(chart, 'tenant', { namespace: 'storage' }), 'acme', {
      ...rest,
      credsSecret: secret('root'),
      rpcSecret: { name: secret('rpc'), key: 'secret' },
      imagePullSecret: secret('pull'),
      serviceAccountName: 'account',
    });
    expect(Chart.of(tenant).toJson()).toEqual(byName);
  });
});
