import { planChange, planText, type TenantSpec } from 'rustfs-constructs';
import { edited, objects, other, outcome } from '../support/beside';
import { acme } from '../support/specs';

const external = (spec: object = {}, key = 'storage/acme', secretKey = 'secret') =>
  other('external-secrets.io/v1', 'ExternalSecret', 'acme-rpc', {
    refreshInterval: '1h',
    secretStoreRef: { name: 'vault' },
    data: [{ secretKey, remoteRef: { key } }],
    ...spec,
  });
const sealed = (encryptedData: object) =>
  other('bitnami.com/v1alpha1', 'SealedSecret', 'acme-rpc', { encryptedData });
const change = (from: object, to: object) => outcome(objects(acme, [from]), objects(acme, [to]));

describe('What makes a Secret that servers take', () => {
  test.each([
    ['takes another value', external(), external({}, 'storage/other')],
    ['asks elsewhere', external(), external({ secretStoreRef: { name: 'aws' } })],
    ['was sealed anew', sealed({ secret: 'AgA' }), sealed({ secret: 'AgB' })],
  ])('and %s is told as what nobody sees', (_, from, to) => {
    const plan = planChange(objects(acme, [from]), objects(acme, [to]));
    expect(plan).toMatchObject({ verdict: 'procedure', refusals: [] });
    expect(planText(plan)).toContain('only the cluster knows');
    expect(planText(plan)).toContain('rotate-rpc');
  });

  test.each([
    ['makes a key under another name', external(), external({}, 'storage/acme', 'password')],
    ['has lost a key', sealed({ secret: 'AgA' }), sealed({})],
  ])('and %s is refused', (_, from, to) => {
    expect(change(from, to)).toBe('refused object-needed');
  });

  test('and brings files by a CSI volume is told as what nobody sees', () => {
    const provider = (objects: string) =>
      other('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'kms', {
        provider: 'vault',
        parameters: { objects },
      });
    const mounted = {
      ...acme,
      additionalVolumes: [
        {
          name: 'keys',
          csi: { driver: 'secrets-store.csi.k8s.io', volumeAttributes: { secretProviderClass: 'kms' } },
        },
      ],
      additionalVolumeMounts: [{ name: 'keys', mountPath: '/run/keys' }],
    };
    const changed = (spec: TenantSpec, to: string) =>
      outcome(objects(spec, [provider('a')]), objects(spec, [provider(to)]));
    expect(changed(mounted, 'b')).toBe('procedure');
    expect(changed(mounted, 'a')).toBe('none');
    expect(changed(acme, 'b')).toBe('in-place');
  });

  test('may look more often, get labels, and make more', () => {
    expect(change(external(), external({ refreshInterval: '5m' }))).toBe('in-place');
    const before = objects(acme, [external()]);
    const labelled = edited(before, 'ExternalSecret acme-rpc', (text) =>
      text.replace('"metadata":{', '"metadata":{"labels":{"team":"a"},'),
    );
    expect(outcome(before, labelled)).toBe('in-place');
  });

  test('is no matter where no server takes the Secret', () => {
    const mine = (key: string) => ({
      ...external({}, key),
      metadata: { name: 'mine', namespace: 'storage' },
    });
    expect(change(mine('a'), mine('b'))).toBe('in-place');
  });
});
