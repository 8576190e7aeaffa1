import { composeTenant, parseTenants, type ParseOptions } from 'rustfs-constructs';

const manifest = `apiVersion: rustfs.com/v1alpha1
kind: Tenant
metadata:
  name: media
  namespace: storage
spec:
  credsSecret: {name: media-root}
  rpcSecret: {name: media-rpc, key: secret}
  pools:
    - name: pool-0
      servers: 4
      persistence:
        volumesPerServer: 1
`;

const declaration = `name: media
namespace: storage
credsSecret: {name: media-root}
rpcSecret: {name: media-rpc, key: secret}
pools:
  - name: pool-0
    servers: 4
    persistence:
      volumesPerServer: 1
`;

/** The problems as `LINE SEVERITY CODE PATH`. */
function problemsOf(text: string, options?: ParseOptions): string[] {
  return parseTenants(text, options).problems.map(({ line, severity, code, path }) =>
    `${line} ${severity} ${code} ${path}`.trim(),
  );
}

describe('reading tenants', () => {
  test('a manifest and a plain declaration of the same tenant are the same', () => {
    const { tenants, problems } = parseTenants(`${manifest}---\n${declaration}`);
    expect(problems).toEqual([]);
    expect(tenants.map(({ spec }) => composeTenant(spec))[0]).toEqual(
      tenants.map(({ spec }) => composeTenant(spec))[1],
    );
  });

  test('names are texts, even those that the library takes for numbers with an exponent', () => {
    const text = declaration.replace('name: media', 'name: e1').replace('name: pool-0', 'name: e-0');
    const { tenants, problems } = parseTenants(text);
    expect(problems).toEqual([]);
    expect(tenants[0]?.spec).toMatchObject({ name: 'e1', pools: [{ name: 'e-0' }] });
  });

  test('JSON is read as well', () => {
    const json = JSON.stringify(parseTenants(declaration).tenants[0]?.spec, undefined, '\t');
    expect(parseTenants(json).tenants[0]?.spec).toEqual(parseTenants(declaration).tenants[0]?.spec);
  });

  test('a plain declaration may use further fields', () => {
    const { tenants, problems } = parseTenants(`${declaration}placement: {perNode: preferred}\n`);
    expect(problems).toEqual([]);
    expect(tenants[0]?.spec.placement).toEqual({ perNode: 'preferred' });
  });

  test('a List is unwrapped, and what is no tenant in it handed back', () => {
    const items = [manifest, 'apiVersion: v1\nkind: ConfigMap\n'].map(
      (text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`,
    );
    const { tenants, others } = parseTenants(`apiVersion: v1\nkind: List\nitems:\n${items.join('')}`);
    expect(tenants.map(({ spec }) => spec.name)).toEqual(['media']);
    expect(others.map(({ text }) => text)).toEqual(['apiVersion: v1\nkind: ConfigMap\n']);
  });

  test('documents of other kinds are handed back untouched, comments and all', () => {
    const other = '# ours\napiVersion: v1\nkind: ConfigMap # a map\ndata: {text: "---"}\n';
    const { others, tenants } = parseTenants(`${other}---\n${manifest}---\n# another\n${other}`);
    expect(others.map(({ text }) => text)).toEqual([other, `# another\n${other}`]);
    expect(tenants).toHaveLength(1);
  });

  test('items of a List keep their values when they are written anew', () => {
    const words = ['yes', 'on', '1:30', '1_000', '2020-01-01', '0o7'];
    const data = Object.fromEntries(words.map((word, i) => [`key${i}`, word]));
    const items = [{ apiVersion: 'v1', kind: 'ConfigMap', data }, { name: 'x' }];
    const [other] = parseTenants(JSON.stringify({ apiVersion: 'v1', kind: 'List', items })).others;
    expect(parseTenants(other?.text ?? '').others[0]?.value).toEqual(items[0]);
  });

  test.each([
    ['indented', '  apiVersion: v1\n  kind: ConfigMap\n'],
    [
      'with a text that keeps its last lines',
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |+\n    text\n\n\n',
    ],
    ['with Windows line ends', 'apiVersion: v1\r\nkind: ConfigMap\r\n'],
    ['with directives', '%YAML 1.1\n---\napiVersion: v1\nkind: ConfigMap\n'],
    ['after its mark', '--- # mine\napiVersion: v1\nkind: ConfigMap\n'],
    ['before the end', 'apiVersion: v1\nkind: ConfigMap\n...\n'],
  ])('a document %s says the same when it is handed back', (_, text) => {
    for (const whole of [text, `${text.startsWith('%') ? '' : '---\n'}${text}`]) {
      const [other] = parseTenants(whole).others;
      expect(parseTenants(other?.text ?? '').others).toEqual([other]);
    }
  });

  test('a List of other kinds is handed back whole', () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n';
    expect(parseTenants(list).others.map(({ text }) => text)).toEqual([list]);
  });

  test.each(['', '# nothing\n', '---\n---\n'])('nothing is in %j', (text) => {
    expect(parseTenants(text)).toEqual({ tenants: [], others: [], problems: [] });
  });

  test('status and what the server writes are dropped', () => {
    const live = manifest
      .replace('  name: media\n', "  name: media\n  uid: abc\n  resourceVersion: '7'\n  managedFields: []\n")
      .concat('status: {currentState: Ready}\n');
    expect(parseTenants(live).problems).toEqual([]);
    expect(parseTenants(live).tenants[0]?.spec).toEqual(parseTenants(manifest).tenants[0]?.spec);
  });

  test.each([
    ['by its name', '{name: pool-1, ssName: x, lifecycleState: Decommissioned}'],
    [
      'by its StatefulSet, as older operators have it',
      '{ssName: media-pool-1, lifecycleState: Decommissioned}',
    ],
  ])(
    'a pool that the operator has drained, which the status says %s, is refused where it stands',
    (_, state) => {
      const pool = '    - name: pool-1\n      servers: 4\n      persistence: {volumesPerServer: 1}\n';
      const live = (status: string) => `${manifest}${pool}status: {pools: [${status}]}\n`;
      expect(problemsOf(live(state))).toEqual(['14 error pool-lifecycle pools[1]']);
      expect(problemsOf(live(state), { compatibility: 'operator' })).toEqual([
        '14 error pool-lifecycle pools[1]',
      ]);
      for (const other of ['Active', 'Decommissioning', 'DecommissionCanceled', 'DecommissionFailed']) {
        expect(problemsOf(live(state.replace('Decommissioned', other)))).toEqual([]);
      }
    },
  );

  test('once the pool has left the spec, the status says nothing about the others', () => {
    const status =
      'status: {pools: [{name: pool-1, ssName: media-pool-1, lifecycleState: Decommissioned}]}\n';
    expect(problemsOf(`${manifest}${status}`)).toEqual([]);
  });

  test('anchors and merge keys are followed', () => {
    const merged = declaration
      .replace('- name: pool-0\n', '- &pool\n    name: pool-0\n')
      .concat('  - <<: *pool\n    name: pool-1\n');
    const { tenants, problems } = parseTenants(merged);
    expect(problems).toEqual([]);
    expect(tenants[0]?.spec.pools.map(({ name, servers }) => [name, servers])).toEqual([
      ['pool-0', 4],
      ['pool-1', 4],
    ]);
  });

  test('a number where Kubernetes wants a quantity is that quantity', () => {
    const { tenants, problems } = parseTenants(
      declaration.replace('    persist', '    resources: {limits: {cpu: 4}}\n    persist'),
    );
    expect(problems).toEqual([]);
    expect(JSON.stringify(tenants.map(({ spec }) => composeTenant(spec)))).toContain('"limits":{"cpu":"4"}');
  });
});

describe('words that YAML may take for something else', () => {
  test.each(['2024-05-01', '12:30:45', '0o8', 'null-ish', '1.2.3'])(
    '%s is a text, as for kubectl',
    (word) => {
      const { tenants, problems } = parseTenants(`${declaration}annotations: {note: ${word}}\n`);
      expect(problems).toEqual([]);
      expect(tenants[0]?.spec.annotations).toEqual({ note: word });
    },
  );

  test.each(['yes', 'on', '1', '.5', '0o17', 'true'])(
    '%s is none, as for kubectl, and has to be quoted',
    (word) => {
      const [problem] = parseTenants(`${declaration}annotations: {note: ${word}}\n`).problems;
      expect(problem).toMatchObject({ path: 'annotations.note', code: 'wrong-type' });
      expect(problem?.fix).toContain('Quote it');
    },
  );
});

describe('what the reader adds', () => {
  const anonymous = manifest.replace('  namespace: storage\n', '');

  test('a namespace, for tenants that name none', () => {
    expect(parseTenants(anonymous, { namespace: 'other' }).tenants[0]?.spec.namespace).toBe('other');
    expect(parseTenants(manifest, { namespace: 'other' }).tenants[0]?.spec.namespace).toBe('storage');
  });

  test('the profile and the cluster domain, over those of the declaration', () => {
    const { spec } = parseTenants(`${declaration}clusterDomain: a.b\n`, {
      clusterDomain: 'c.d',
      compatibility: 'operator',
    }).tenants[0] ?? { spec: undefined };
    expect(spec).toMatchObject({ clusterDomain: 'c.d', compatibility: 'operator' });
  });
});

describe('problems and their lines', () => {
  test('a misspelt field, a bad quantity, two equal pools and a missing namespace are found together', () => {
    const text = manifest
      .replace('  namespace: storage\n', '')
      .replace('servers: 4\n', 'servers: 4\n      tolerationz: []\n')
      .concat(
        '        volumeClaimTemplate:\n',
        '          accessModes: [ReadWriteOnce]\n',
        '          resources: {requests: {storage: 10GB}}\n',
        '    - name: pool-0\n      servers: 4\n      persistence: {volumesPerServer: 1}\n',
      );
    expect(problemsOf(text)).toEqual([
      '3 error missing-field namespace',
      '11 error unknown-field pools[0].tolerationz',
      '16 error quantity pools[0].persistence.volumeClaimTemplate.resources.requests.storage',
      '17 error pool-name-duplicate pools[1].name',
    ]);
    expect(parseTenants(text).problems[1]?.fix).toBe('Did you mean "tolerations"?');
  });

  test('a further field in a manifest is refused, and the way out is a plain declaration', () => {
    const text = manifest
      .replace('spec:\n', 'spec:\n  placement: {perNode: none}\n  name: x\n')
      .concat('      updatePartition: 1\n');
    expect(problemsOf(text)).toEqual([
      '7 error unknown-field placement',
      '8 error unknown-field name',
      '16 error unknown-field pools[0].updatePartition',
    ]);
    expect(parseTenants(text).problems[0]?.fix).toContain('Write a plain declaration');
  });

  test('a misspelt part of the manifest itself is refused', () => {
    expect(problemsOf(manifest.replace('spec:', 'sepc:'))).toContain('6 error unknown-field');
    expect(problemsOf(manifest.replace('  namespace:', '  namespaze:'))).toContain('5 error unknown-field');
  });

  test('encryption beyond the custom resource is refused where it stands', () => {
    const vault = '    vault:\n      endpoint: https://vault\n      kvMount: kv\n    kmsSecret: {name: a}\n';
    expect(
      problemsOf(manifest.concat(`  encryption:\n    enabled: true\n    backend: vault\n${vault}`)),
    ).toEqual(['19 error unknown-field encryption.vault.kvMount']);
    expect(problemsOf(manifest.concat('  encryption: {backend: aws}\n'))).toEqual([
      '14 error unknown-field encryption.backend',
    ]);
    expect(problemsOf(manifest.concat('  encryption: null\n  users: []\n'))).toEqual([]);
  });

  test.each([
    ['kmsSecret beside local keys', '{enabled: false, kmsSecret: {name: a}}', 'kmsSecret'],
    ['vault beside local keys', '{backend: local, vault: {endpoint: https://vault}}', 'vault'],
    [
      'local beside Vault',
      '{enabled: true, backend: vault, vault: {endpoint: https://vault}, kmsSecret: {name: a}, local: {keyDirectory: /x}}',
      'local',
    ],
    ['Vault without an address, while encryption is off', '{enabled: false, backend: vault}', 'backend'],
  ])('what the operator does not read of encryption is a warning: %s', (_, encryption, field) => {
    const text = manifest.concat(`  encryption: ${encryption}\n`);
    expect(problemsOf(text)).toEqual([`14 warning no-effect encryption.${field}`]);
    const [read] = parseTenants(text).tenants;
    expect(read?.accepted).toBeDefined();
  });

  test('Vault that is on without an address is refused', () => {
    expect(
      problemsOf(manifest.concat('  encryption: {enabled: true, backend: vault, kmsSecret: {name: a}}\n')),
    ).toEqual(['14 error missing-field encryption.vault']);
  });

  test.each([
    ['apiVersion: rustfs.com/v1\nkind: Tenant\n', '1 error document'],
    ['apiVersion: rustfs.com/v1alpha1\nkind: Tenat\n', '1 error document'],
    ['kind: Tenant\nspec: {}\n', '1 error document'],
    ['- a\n- b\n', '1 error document'],
    ['name: a\nname: b\n', '2 error yaml'],
    ['a: *nothing\n', '1 error yaml'],
    ['a: [1\n---\n', '2 error yaml'],
    ['apiVersion: v1\nkind: ConfigMap\ndata: &a {b: *a}\n', '1 error yaml'],
    ['apiVersion: rustfs.co/v1alpha1\nkind: Tenant\n', '1 error document'],
  ])('%j is refused', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  test('a part of a manifest that is no mapping is said to be none', () => {
    expect(problemsOf('apiVersion: rustfs.com/v1alpha1\nkind: Tenant\nmetadata: x\nspec: [y]\n')).toEqual(
      expect.arrayContaining(['3 error wrong-type', '4 error wrong-type']),
    );
  });

  test('a tag that nobody resolves is refused', () => {
    expect(problemsOf(manifest.concat('  image: !Secret foo/bar:1\n'))).toEqual(['14 error yaml']);
  });

  test('a broken document does not hide the others', () => {
    const { tenants, problems } = parseTenants(`a: "open\n---\n${manifest}`);
    expect(problems.map(({ code }) => code)).toContain('yaml');
    expect(tenants.length + problems.length).toBeGreaterThan(0);
    expect(parseTenants(`name: a\nname: b\n---\n${manifest}`).tenants.map(({ spec }) => spec.name)).toEqual([
      'media',
    ]);
  });

  test('problems name their tenant', () => {
    const [problem] = parseTenants(manifest.replace('servers: 4', 'servers: 0')).problems;
    expect(problem).toMatchObject({ tenant: 'storage/media', path: 'pools[0].servers', line: 11 });
  });

  test('every path has a line: its own, or that of its nearest parent', () => {
    const source = parseTenants(manifest).tenants[0]?.source;
    const lines = [
      'name',
      'pools',
      'pools[0].servers',
      'pools[0].persistence.path',
      'pools[7].name',
      'image',
      '',
    ];
    expect(lines.map((path) => source?.line(path))).toEqual([4, 9, 11, 12, 9, 6, 1]);
  });
});
