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

  describe('of a generator that is asked once', () => {
    const generated = (fields: object) =>
      external({
        refreshInterval: '0',
        data: undefined,
        dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'mine' } } }],
        ...fields,
      });

    test.each<[what: string, fields: object]>([
      ['every hour', { refreshInterval: '1h' }],
      ['every hour, where nothing is said', { refreshInterval: undefined }],
      ['anew, as the object changes', { target: { deletionPolicy: 'Retain' } }],
    ])('and is asked %s', (_, fields) => {
      const plan = planChange(objects(acme, [generated({})]), objects(acme, [generated(fields)]));
      expect(plan.verdict).toBe('procedure');
      expect(planText(plan)).toContain('Its generator makes other values.');
    });

    test('is told of no more where its values were others every hour, or stay for good', () => {
      const hourly = generated({ refreshInterval: '1h' });
      expect(change(hourly, generated({ refreshInterval: '2h' }))).toBe('in-place');
      const once = { refreshPolicy: 'CreatedOnce' };
      expect(change(generated(once), generated({ ...once, refreshInterval: '1h' }))).toBe('in-place');
      expect(change(generated({}), generated({}))).toBe('none');
    });
  });

  test('is no matter where no server takes the Secret', () => {
    const mine = (key: string) => ({
      ...external({}, key),
      metadata: { name: 'mine', namespace: 'storage' },
    });
    expect(change(mine('a'), mine('b'))).toBe('in-place');
  });
});

describe('What takes over a Secret that servers use', () => {
  const all = objects();

  test.each<[what: string, object: object]>([
    ['an ExternalSecret', external()],
    ['a SealedSecret', sealed({ secret: 'AgA' })],
    [
      'a SecretProviderClass',
      other('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'mine', {
        secretObjects: [{ secretName: 'acme-rpc' }],
      }),
    ],
    [
      'a VaultStaticSecret',
      other('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'mine', {
        destination: { name: 'acme-rpc' },
      }),
    ],
  ])('is told as what nobody sees: %s', (_, object) => {
    const plan = planChange(all, [...all, object]);
    expect(plan).toMatchObject({ verdict: 'procedure', refusals: [] });
    expect(planText(plan)).toContain('rotate-rpc');
    expect(outcome([...all, object], [...all, object])).toBe('none');
    // With the tenant itself it is no takeover.
    expect(planChange([], [...all, object]).verdict).toBe('in-place');
  });

  test.each(['reflector.v1.k8s.emberstack.com/reflects', 'replicator.v1.mittwald.de/replicate-from'])(
    'may be an annotation: %s',
    (annotation) => {
      const copied = edited(all, 'Secret acme-rpc', (text) =>
        text.replace('"metadata":{', `"metadata":{"annotations":{"${annotation}":"other/secret"},`),
      );
      expect(outcome(all, copied)).toBe('procedure');
      expect(outcome(copied, all)).toBe('in-place');
    },
  );

  test('makes the keys that pods take', () => {
    const without = edited(all, 'Secret acme-rpc', () => undefined);
    expect(outcome(all, [...without, external()])).toBe('procedure');
    expect(outcome(all, [...without, external({}, 'storage/acme', 'password')])).toBe(
      'refused object-needed',
    );
    const open = external({ dataFrom: [{ extract: { key: 'a' } }] }, 'storage/acme', 'password');
    expect(outcome(all, [...without, open])).toBe('procedure');
  });
});

describe('A store that Secrets come from', () => {
  const store = (kind: string, provider: object, spec: object = {}) =>
    other('external-secrets.io/v1', kind, 'vault', { provider: { vault: provider }, ...spec });
  const changed = (from: object, to: object, maker: object = external()) =>
    outcome(objects(acme, [maker, from]), objects(acme, [maker, to]));
  const here = { server: 'https://vault', path: 'secret', auth: { tokenSecretRef: { name: 'a' } } };

  test.each<[what: string, provider: object]>([
    ['another path', { ...here, path: 'other' }],
    ['another server', { ...here, server: 'https://other' }],
    ['another namespace', { ...here, namespace: 'team' }],
  ])('is told as what nobody sees: %s', (_, provider) => {
    expect(changed(store('SecretStore', here), store('SecretStore', provider))).toBe('procedure');
    const cluster = external({ secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' } });
    expect(changed(store('ClusterSecretStore', here), store('ClusterSecretStore', provider), cluster)).toBe(
      'procedure',
    );
    expect(changed(store('ClusterSecretStore', here), store('ClusterSecretStore', provider))).toBe(
      'in-place',
    );
  });

  test('may be that of one value alone', () => {
    const one = external({
      secretStoreRef: { name: 'other' },
      dataFrom: [{ sourceRef: { storeRef: { name: 'vault' } } }],
    });
    expect(changed(store('SecretStore', here), store('SecretStore', { ...here, path: 'b' }), one)).toBe(
      'procedure',
    );
  });

  test('may log in otherwise and look more often', () => {
    const to = store(
      'SecretStore',
      { ...here, auth: { kubernetes: { role: 'a' } } },
      { refreshInterval: 60 },
    );
    expect(changed(store('SecretStore', here), to)).toBe('in-place');
  });

  test('may be found by way of another', () => {
    const connection = (address: string) =>
      other('secrets.hashicorp.com/v1beta1', 'VaultConnection', 'default', { address });
    const auth = other('secrets.hashicorp.com/v1beta1', 'VaultAuth', 'login', { method: 'kubernetes' });
    const made = other('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'mine', {
      vaultAuthRef: 'login',
      destination: { name: 'acme-rpc' },
    });
    const by = (address: string) => objects(acme, [made, auth, connection(address)]);
    expect(outcome(by('https://vault'), by('https://other'))).toBe('procedure');
  });

  test.each(['doppler', 'conjur', 'alibaba', 'ibm', 'onepassword', 'aws', 'providerOfTomorrow'])(
    'is found by its login where nothing else names it: %s',
    (provider) => {
      const by = (auth: object) =>
        other('external-secrets.io/v1', 'SecretStore', 'vault', { provider: { [provider]: { auth } } });
      expect(changed(by({ secretRef: { name: 'a' } }), by({ secretRef: { name: 'b' } }))).toBe('procedure');
    },
  );

  test('is told when it comes for what asked one in the cluster', () => {
    const added = store('SecretStore', here);
    expect(outcome(objects(acme, [external()]), objects(acme, [external(), added]))).toBe('procedure');
    // Together with what asks it, that is what is told.
    expect(outcome(objects(acme, []), objects(acme, [other('a/v1', 'SecretStore', 'mine')]))).toBe(
      'in-place',
    );
  });

  test('may be shared by several logins', () => {
    const login = (spec: object) => other('secrets.hashicorp.com/v1beta1', 'VaultAuth', 'default', spec);
    const shared = (namespace: string) =>
      other('secrets.hashicorp.com/v1beta1', 'VaultAuthGlobal', 'all', { kubernetes: { namespace } });
    const made = other('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'mine', {
      destination: { name: 'acme-rpc' },
    });
    const by = (namespace: string, spec: object) => objects(acme, [made, login(spec), shared(namespace)]);
    const named = { vaultAuthGlobalRef: { name: 'all' } };
    expect(outcome(by('a', named), by('b', named))).toBe('procedure');
    expect(outcome(by('a', {}), by('b', {}))).toBe('in-place');
  });

  test('may be a generator', () => {
    const password = (length: number) =>
      other('generators.external-secrets.io/v1alpha1', 'Password', 'mine', { length });
    const made = external({
      data: undefined,
      dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'mine' } } }],
    });
    expect(changed(password(16), password(32), made)).toBe('procedure');
    expect(changed(password(16), password(32))).toBe('in-place');
  });
});

describe('What makes a Secret by another operator is told as well', () => {
  test.each([
    ['ricoberger.de/v1alpha1', 'VaultSecret', (path: string) => ({ path })],
    [
      'spv.no/v2beta1',
      'AzureKeyVaultSecret',
      (name: string) => ({ vault: { name }, output: { secret: { name: 'acme-rpc' } } }),
    ],
  ] as const)('%s %s', (apiVersion, kind, spec) => {
    const made = (from: string) => other(apiVersion, kind, 'acme-rpc', spec(from));
    expect(change(made('a'), made('b'))).toBe('procedure');
    expect(change(made('a'), made('a'))).toBe('none');
  });

  test('and values that were taken once, and are taken again', () => {
    const once = external({ refreshPolicy: 'CreatedOnce' });
    expect(change(once, external({ refreshPolicy: 'Periodic' }))).toBe('procedure');
    expect(change(external(), once)).toBe('in-place');
  });
});
