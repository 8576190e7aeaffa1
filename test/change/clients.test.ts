import { composeTenant, planChange, planText, type TenantSpec } from 'rustfs-constructs';
import { beside, edited, objects, other, outcome, titleOf } from '../support/beside';
import { acme } from '../support/specs';

const emca: TenantSpec = { ...acme, name: 'emca' };
const both = (): object[] => [...objects(), ...JSON.parse(JSON.stringify(composeTenant(emca)))];

/** Fields more of the spec of a Service. */
const spec = (fields: object) => (text: string) => {
  const service: { spec: object } = JSON.parse(text);
  return JSON.stringify({ ...service, spec: { ...service.spec, ...fields } });
};

const wide = spec({ selector: { 'app.kubernetes.io/name': 'rustfs' } });
const web = other('apps/v1', 'Deployment', 'web', {
  selector: { matchLabels: { app: 'web' } },
  template: { metadata: { labels: { app: 'web', 'rustfs.tenant': 'acme' } }, spec: {} },
});

describe('A Service of one tenant leads to no others', () => {
  test('by a wider selector', () => {
    const after = edited(both(), 'Service acme-io', wide);
    expect(outcome(both(), after)).toBe('refused clients-misled');
    expect(planChange(both(), after).refusals).toMatchObject([{ tenant: 'storage/acme' }]);
    expect(outcome(after, after)).toBe('none');
  });

  test('by the selector of another', () => {
    const after = edited(both(), 'Service acme-io', spec({ selector: { 'rustfs.tenant': 'emca' } }));
    expect(outcome(both(), after)).toContain('refused');
    expect(outcome(both(), after)).toContain('clients-misled');
  });

  test('by labels that pods of others get', () => {
    expect(outcome(objects(), objects(acme, [...beside, web]))).toContain('refused clients-misled');
    const away = { ...web, metadata: { name: 'web', namespace: 'beyond' } };
    expect(outcome(objects(), objects(acme, [...beside, away]))).toBe('in-place');
  });

  test('and one that leads to all of them is made for that', () => {
    const metrics = { ...other('v1', 'Service', 'metrics'), spec: JSON.parse(wide('{"spec":{}}')).spec };
    const before = [...both(), metrics];
    const third = [...before, ...JSON.parse(JSON.stringify(composeTenant({ ...acme, name: 'mace' })))];
    expect(outcome(both(), before)).toBe('in-place');
    expect(outcome(before, third)).toBe('in-place');
  });

  test('and one that was for all of one tenant is told when there is a second', () => {
    const metrics = { ...other('v1', 'Service', 'metrics'), spec: JSON.parse(wide('{"spec":{}}')).spec };
    expect(outcome([...objects(), metrics], [...both(), metrics])).toBe('in-place clients-misled');
  });

  test('by addresses that somebody adds', () => {
    const slice = (service: string) => ({
      ...other('discovery.k8s.io/v1', 'EndpointSlice', 'mine'),
      metadata: { name: 'mine', namespace: 'storage', labels: { 'kubernetes.io/service-name': service } },
      endpoints: [{ addresses: ['192.0.2.1'] }],
    });
    const added = (service: string) => outcome(objects(), objects(acme, [...beside, slice(service)]));
    expect(added('acme-io')).toBe('refused clients-misled');
    expect(added('acme-hl')).toBe('refused clients-misled');
    expect(added('mine')).toBe('in-place');
  });

  test.each<[what: string, after: () => object[]]>([
    ['widened', () => edited(both(), 'Service acme-io', wide)],
    ['taken by other pods', () => [...both(), web]],
  ])('also when the tenant gets another label with it: %s', (_, after) => {
    const relabelled = edited(after(), 'StatefulSet acme-pool-0', (text) =>
      text.replace('"rustfs.tenant":"acme"', '"rustfs.tenant":"other"'),
    );
    expect(outcome(both(), relabelled)).toContain('refused');
    expect(outcome(both(), relabelled)).toContain('clients-misled');
  });

  test('nor is that of a tenant changed by another one beside it', () => {
    expect(outcome(objects(), both())).toBe('in-place');
  });
});

describe('A Service that runs and leads to other servers is not taken over', () => {
  const live = (before: readonly object[], after: TenantSpec = acme) => {
    const { verdict, tenants } = planChange(before, composeTenant(after), { live: true });
    return [verdict, ...tenants.flatMap(({ problems }) => problems.map(({ code }) => code))].join(' ');
  };
  const service = (name: string, selector: object) => ({
    ...other('v1', 'Service', name),
    spec: { selector, ports: [{ name: 'http-rustfs', port: 9000, targetPort: 9000 }] },
  });
  const labels = { app: 'rustfs' };
  const server = {
    name: 'rustfs',
    image: 'rustfs/rustfs:1.0.0',
    env: [{ name: 'RUSTFS_VOLUMES', value: '/data' }],
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  };
  const byHand = (kind: string) =>
    other('apps/v1', kind, 'rustfs', {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [server],
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
        },
      },
    });
  const pod = {
    ...other('v1', 'Pod', 'rustfs-0'),
    metadata: {
      name: 'rustfs-0',
      namespace: 'storage',
      labels,
      ownerReferences: [{ kind: 'StatefulSet', name: 'rustfs', uid: 'u' }],
    },
  };

  test.each<[what: string, before: object[]]>([
    ['a Deployment', [byHand('Deployment'), service('acme-io', labels)]],
    ['a StatefulSet made by hand', [byHand('StatefulSet'), service('acme-io', labels)]],
    [
      'a StatefulSet, and its pods are shown as well',
      [byHand('StatefulSet'), pod, service('acme-io', labels)],
    ],
    [
      'another tenant',
      [...JSON.parse(JSON.stringify(composeTenant(emca))), service('acme-io', { 'rustfs.tenant': 'emca' })],
    ],
  ])('of %s', (_, before) => {
    expect(live(before)).toMatch(/^refused .*clients-misled/);
  });

  test('and one beside it that takes the new servers as well is told', () => {
    const before = [byHand('Deployment'), service('all', { 'app.kubernetes.io/name': 'rustfs' })];
    expect(live(before)).toBe('in-place');
    const alike = JSON.parse(
      JSON.stringify(before).replaceAll('"app":"rustfs"', '"app.kubernetes.io/name":"rustfs"'),
    );
    expect(live(alike)).toBe('in-place clients-misled');
  });

  test('while its own tenant keeps it, with its pods or without', () => {
    const own: object[] = JSON.parse(JSON.stringify(composeTenant(acme)));
    expect(live(own)).toBe('none');
    expect(
      live([
        ...own,
        {
          ...pod,
          metadata: {
            ...pod.metadata,
            labels: { 'rustfs.tenant': 'acme' },
            ownerReferences: [{ kind: 'StatefulSet', name: 'acme-pool-0', uid: 'u' }],
          },
        },
      ]),
    ).toBe('none');
  });

  test('and one that leads to nobody, or to what holds no data, may be taken', () => {
    expect(live([service('acme-io', labels)])).toBe('in-place');
    expect(live([web, service('acme-io', { app: 'web' })])).toBe('in-place');
  });
});

describe('Who no longer reaches a Service is told', () => {
  const ranges = (...loadBalancerSourceRanges: string[]) => spec({ loadBalancerSourceRanges });
  const asIs = (text: string) => text;

  test.each<[what: string, from: (text: string) => string, to: (text: string) => string, outcome: string]>([
    [
      'by another protocol',
      asIs,
      (text) => text.replaceAll('"protocol":"TCP"', '"protocol":"UDP"'),
      'procedure clients-cut-off',
    ],
    [
      'from nodes without a server',
      asIs,
      spec({ internalTrafficPolicy: 'Local' }),
      'procedure clients-cut-off',
    ],
    ['from all but a few networks', asIs, ranges('10.0.0.0/8'), 'procedure clients-cut-off'],
    ['from less of a network', ranges('10.0.0.0/8'), ranges('10.1.0.0/16'), 'procedure clients-cut-off'],
    ['from more of it', ranges('10.1.0.0/16'), ranges('10.0.0.0/8'), 'in-place'],
    ['from everywhere', ranges('10.1.0.0/16'), spec({ loadBalancerSourceRanges: [] }), 'in-place'],
  ])('%s', (_, from, to, expected) => {
    const [before, after] = [from, to].map((edit) =>
      edit === asIs ? objects() : edited(objects(), 'Service acme-io', edit),
    );
    expect(outcome(before ?? [], after ?? [])).toBe(expected);
    expect(outcome(after ?? [], after ?? [])).toBe('none');
  });

  test.each<[field: string, from: object, to: object, words: string]>([
    ['externalTrafficPolicy', {}, { externalTrafficPolicy: 'Local' }, 'a node without one of these servers'],
    ['sessionAffinity', {}, { sessionAffinity: 'ClientIP' }, 'one client go to one server'],
    ['publishNotReadyAddresses', {}, { publishNotReadyAddresses: true }, 'servers that are not ready'],
    [
      'externalIPs',
      { externalIPs: ['192.0.2.1', '192.0.2.2'] },
      { externalIPs: ['192.0.2.2'] },
      '192.0.2.1 are cut off',
    ],
    ['loadBalancerSourceRanges', { loadBalancerSourceRanges: ['10.0.0.0/8'] }, {}, 'lets in more clients'],
  ])('of %s, a line', (_, from, to, words) => {
    const side = (fields: object) =>
      Object.keys(fields).length === 0 ? objects() : edited(objects(), 'Service acme-io', spec(fields));
    const plan = planChange(side(from), side(to));
    expect(plan).toMatchObject({ verdict: 'in-place', refusals: [] });
    expect(planText(plan)).toContain(words);
  });

  test('of an annotation that decides on addresses, a line, and of no other', () => {
    const annotated = (annotations: object) =>
      edited(objects(), 'Service acme-io', (text) =>
        JSON.stringify({ ...JSON.parse(text), metadata: { ...JSON.parse(text).metadata, annotations } }),
      );
    const lines = (annotations: object) =>
      planChange(objects(), annotated(annotations)).objects.flatMap(({ notes = [] }) => notes);
    expect(lines({ 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' })).toEqual([
      expect.stringContaining('aws-load-balancer-internal'),
    ]);
    expect(lines({ 'example.com/team': 'storage' })).toEqual([]);
  });
});

describe('A route to a Service of a tenant', () => {
  const ingress = (service: string, host = 's3.example.com') =>
    other('networking.k8s.io/v1', 'Ingress', 'acme', {
      rules: [{ host, http: { paths: [{ path: '/', backend: { service: { name: service } } }] } }],
    });
  const route = (name: string) =>
    other('gateway.networking.k8s.io/v1', 'HTTPRoute', 'acme', {
      rules: [{ backendRefs: [{ name, port: 9000 }] }],
    });
  const alias = JSON.parse(
    JSON.stringify(objects().find((object) => titleOf(object) === 'Service acme-io')).replace(
      '"name":"acme-io"',
      '"name":"s3"',
    ),
  );
  const change = (from: object, to: object) =>
    outcome(objects(acme, [...beside, alias, from]), objects(acme, [...beside, alias, to]));

  test('is told when it leads elsewhere', () => {
    expect(change(ingress('acme-io'), ingress('nowhere'))).toBe('procedure clients-cut-off');
    expect(change(route('acme-io'), route('nowhere'))).toBe('procedure clients-cut-off');
  });

  test('may lead there by another Service, and by another name as well', () => {
    const [rule, more] = ['s3.example.com', 'objects.example.com'].map((host) => ruleFor(host));
    expect(change(ingress('acme-io'), ingress('s3'))).toBe('in-place');
    expect(change(route('acme-io'), route('s3'))).toBe('in-place');
    expect(change(byRules([rule]), byRules([rule, more]))).toBe('in-place');
    expect(change(byRules([rule, more]), byRules([more]))).toBe('procedure clients-cut-off');
    expect(change(byRules([rule]), byRules([more]))).toBe('procedure clients-cut-off');
  });

  const ruleFor = (host: string, path = '/', pathType = 'Prefix', service = 'acme-io') => ({
    host,
    http: { paths: [{ path, pathType, backend: { service: { name: service } } }] },
  });
  const byRules = (rules: readonly unknown[], fields: object = {}) =>
    other('networking.k8s.io/v1', 'Ingress', 'acme', { rules, ...fields });
  const s3 = 's3.example.com';

  test.each<[what: string, from: object, to: object, outcome: string]>([
    ['another path', byRules([ruleFor(s3)]), byRules([ruleFor(s3, '/s3')]), 'procedure clients-cut-off'],
    [
      'one path alone',
      byRules([ruleFor(s3)]),
      byRules([ruleFor(s3, '/', 'Exact')]),
      'procedure clients-cut-off',
    ],
    ['all below a path', byRules([ruleFor(s3, '/', 'Exact')]), byRules([ruleFor(s3)]), 'in-place'],
    [
      'another class',
      byRules([ruleFor(s3)], { ingressClassName: 'a' }),
      byRules([ruleFor(s3)], { ingressClassName: 'b' }),
      'procedure clients-cut-off',
    ],
    [
      'no host of others',
      byRules([ruleFor(s3), ruleFor('other.example.com', '/', 'Prefix', 'mine')]),
      byRules([ruleFor(s3)]),
      'in-place',
    ],
  ])('is found by %s', (_, from, to, expected) => {
    expect(change(from, to)).toBe(expected);
  });

  test.each<[apiVersion: string, kind: string, spec: (address: string) => object]>([
    [
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      (host) => ({ hostnames: [host], rules: [{ backendRefs: [{ name: 'acme-io' }] }] }),
    ],
    [
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      (name) => ({ parentRefs: [{ name }], rules: [{ backendRefs: [{ name: 'acme-io' }] }] }),
    ],
    [
      'networking.istio.io/v1',
      'VirtualService',
      (host) => ({ hosts: [host], http: [{ route: [{ destination: { host: 'acme-io' } }] }] }),
    ],
    [
      'traefik.io/v1alpha1',
      'IngressRoute',
      (host) => ({ routes: [{ match: `Host(\`${host}\`)`, services: [{ name: 'acme-io' }] }] }),
    ],
    ['route.openshift.io/v1', 'Route', (host) => ({ host, to: { kind: 'Service', name: 'acme-io' } })],
  ])('is found where a %s %s says', (apiVersion, kind, specOf) => {
    const found = (address: string) => other(apiVersion, kind, 'acme', specOf(address));
    expect(change(found('a'), found('b'))).toBe('procedure clients-cut-off');
    expect(change(found('a'), found('a'))).toBe('none');
  });

  describe('of another namespace', () => {
    const away = (kind: string, spec: object) => ({
      ...other('gateway.networking.k8s.io/v1', kind, 'acme', spec),
      metadata: { name: 'acme', namespace: 'gateways' },
    });
    const all = (...more: object[]) => objects(acme, [...beside, alias, ...more]);

    test.each<[kind: string, spec: (service: string, namespace: string) => object]>([
      ['HTTPRoute', (name, namespace) => ({ rules: [{ backendRefs: [{ name, namespace, port: 9000 }] }] })],
      [
        'VirtualService',
        (name, namespace) => ({ http: [{ route: [{ destination: { host: `${name}.${namespace}.svc` } }] }] }),
      ],
      ['IngressRoute', (name, namespace) => ({ routes: [{ match: 'a', services: [{ name, namespace }] }] })],
    ])('%s', (kind, spec) => {
      const led = away(kind, spec('acme-io', 'storage'));
      expect(outcome(all(led), all(away(kind, spec('other', 'storage'))))).toBe('procedure clients-cut-off');
      expect(outcome(all(led), all(away(kind, spec('acme-io', 'other'))))).toBe('procedure clients-cut-off');
      expect(outcome(all(led), all(away(kind, spec('s3', 'storage'))))).toBe('in-place');
      expect(outcome(all(led), all())).toBe('procedure clients-cut-off');
      const mine = away(kind, spec('acme-io', 'other'));
      expect(outcome(all(mine), all())).toBe('in-place');
    });
  });

  test.each<[what: string, from: object, to: object]>([
    [
      'the port of the Service',
      { rules: [{ backendRefs: [{ name: 'acme-io', port: 9000 }] }] },
      { rules: [{ backendRefs: [{ name: 'acme-io', port: 9001 }] }] },
    ],
    [
      'how much comes there',
      { rules: [{ backendRefs: [{ name: 'acme-io', weight: 1 }] }] },
      { rules: [{ backendRefs: [{ name: 'acme-io', weight: 0 }] }] },
    ],
    [
      'a second Service',
      { rules: [{ backendRefs: [{ name: 'acme-io' }] }] },
      { rules: [{ backendRefs: [{ name: 'acme-io' }, { name: 'other' }] }] },
    ],
    [
      'what is done on the way',
      { rules: [{ backendRefs: [{ name: 'acme-io' }] }] },
      { rules: [{ backendRefs: [{ name: 'acme-io' }], filters: [{ type: 'RequestRedirect' }] }] },
    ],
    [
      'a rule before it',
      { rules: [{ backendRefs: [{ name: 'acme-io' }] }] },
      { rules: [{ backendRefs: [{ name: 'other' }] }, { backendRefs: [{ name: 'acme-io' }] }] },
    ],
  ])('that changes is told as not judged: %s', (_, from, to) => {
    const [before, after] = [from, to].map((spec) =>
      other('gateway.networking.k8s.io/v1', 'HTTPRoute', 'acme', spec),
    );
    expect(change(before ?? {}, after ?? {})).toBe('procedure');
    expect(change(after ?? {}, after ?? {})).toBe('none');
  });

  test.each<[what: string, edit: (found: ReturnType<typeof other>) => object, outcome: string]>([
    [
      'what a controller goes by',
      (found) => ({
        ...found,
        metadata: {
          ...found.metadata,
          annotations: { 'nginx.ingress.kubernetes.io/whitelist-source-range': '10.0.0.0/8' },
        },
      }),
      'procedure',
    ],
    [
      'what only says what it is',
      (found) => ({ ...found, metadata: { ...found.metadata, annotations: { team: 'a' } } }),
      'in-place',
    ],
    [
      'its certificate',
      (found) => ({ ...found, spec: { ...found.spec, tls: [{ hosts: [s3] }] } }),
      'procedure',
    ],
    [
      'the port of the Service',
      () =>
        byRules([
          {
            host: s3,
            http: { paths: [{ path: '/', backend: { service: { name: 'acme-io', port: { number: 80 } } } }] },
          },
        ]),
      'procedure',
    ],
  ])('that is an Ingress: %s', (_, edit, expected) => {
    expect(change(ingress('acme-io'), edit(ingress('acme-io')))).toBe(expected);
  });

  test('goes by a Gateway, and by who lets it in from another namespace', () => {
    const api = 'gateway.networking.k8s.io/v1';
    const led = {
      ...other(api, 'HTTPRoute', 'acme', {
        parentRefs: [{ name: 'front' }],
        rules: [{ backendRefs: [{ name: 'acme-io', namespace: 'storage' }] }],
      }),
      metadata: { name: 'acme', namespace: 'gateways' },
    };
    const gateway = (port: number, name = 'front') => ({
      ...other(api, 'Gateway', name, { listeners: [{ port }] }),
      metadata: { name, namespace: 'gateways' },
    });
    const grant = (namespace: string) =>
      other(api, 'ReferenceGrant', 'mine', { from: [{ kind: 'HTTPRoute', namespace }] });
    const all = (...more: object[]) => objects(acme, [...beside, led, ...more]);
    expect(outcome(all(gateway(80)), all(gateway(81)))).toBe('procedure');
    expect(outcome(all(gateway(80)), all())).toBe('procedure');
    expect(outcome(all(gateway(80, 'other')), all(gateway(81, 'other')))).toBe('in-place');
    expect(outcome(all(grant('gateways')), all(grant('other')))).toBe('procedure');
    expect(outcome(all(grant('gateways')), all())).toBe('procedure');
    expect(outcome(all(grant('other')), all())).toBe('in-place');
  });

  test('may be an alias in DNS', () => {
    const named = (externalName: string) =>
      other('v1', 'Service', 'mine', { type: 'ExternalName', externalName });
    const io = 'acme-io.storage.svc.cluster.local';
    expect(change(named(io), named('other.storage.svc.cluster.local'))).toBe('procedure clients-cut-off');
    expect(change(named(io), named(io))).toBe('none');
  });

  test('is told when it goes', () => {
    const with3 = (...more: object[]) => objects(acme, [...beside, alias, ...more]);
    expect(outcome(with3(ingress('acme-io')), with3())).toBe('procedure clients-cut-off');
    expect(outcome(with3(ingress('nowhere')), with3())).toBe('in-place');
  });
});

describe('A Service that stays leads to the servers as long as their pods are what it selects', () => {
  /** The tenant whose Service of a name also asks for a label, or for a port by its name. */
  const asking = (service: string, edit: (text: string) => string) =>
    edited(labelled('s3'), `Service ${service}`, edit);
  const labelled = (role: string) =>
    edited(objects(), 'StatefulSet acme-pool-0', (text) =>
      text.replace(
        '"template":{"metadata":{"labels":{',
        `"template":{"metadata":{"labels":{"role":"${role}",`,
      ),
    );
  const byRole = (text: string) => text.replace('"selector":{', '"selector":{"role":"s3",');
  const byName = (text: string) => text.replace('"targetPort":9000', '"targetPort":"http"');
  const withPods = (all: readonly object[], edit: (text: string) => string) =>
    edited(all, 'StatefulSet acme-pool-0', edit);

  test.each<[what: string, service: string, outcome: string]>([
    ['their names', 'acme-hl', 'refused servers-cut-off'],
    ['clients', 'acme-io', 'procedure clients-cut-off'],
  ])('with the label by which %s come', (_, service, expected) => {
    const before = asking(service, byRole);
    expect(outcome(before, before)).toBe('none');
    expect(
      outcome(
        before,
        withPods(before, (text) => text.replace('"role":"s3"', '"role":"x"')),
      ),
    ).toBe(expected);
  });

  test.each<[what: string, from: string, to: string, outcome: string]>([
    ['under another name', '"name":"http"', '"name":"s3"', 'procedure clients-cut-off'],
    ['that is another', '"containerPort":9000', '"containerPort":9005', 'procedure clients-cut-off'],
    ['and one of the console', '"name":"console"', '"name":"web"', 'rolls'],
  ])('with the port that it names: not %s', (_, from, to, expected) => {
    const before = asking('acme-io', byName);
    expect(
      outcome(
        before,
        withPods(before, (text) => text.replace(from, to)),
      ),
    ).toBe(expected);
  });

  test('and a port by its number needs no name', () => {
    expect(
      outcome(
        objects(),
        withPods(objects(), (text) => text.replace('"name":"http"', '"name":"s3"')),
      ),
    ).toBe('rolls');
  });
  test.each<[address: string, outcome: string]>([
    [':9005', 'procedure clients-cut-off'],
    ['127.0.0.1:9000', 'procedure clients-cut-off'],
    ['0.0.0.0:9000', 'rolls'],
  ])('on a lone server that listens at %s', (address, expected) => {
    const [pool] = acme.pools;
    const lone: TenantSpec = JSON.parse(
      JSON.stringify({
        ...acme,
        pools: [{ ...pool, servers: 1, persistence: { ...pool?.persistence, volumesPerServer: 1 } }],
      }),
    );
    const said = '{"name":"RUSTFS_ADDRESS","value":"0.0.0.0:9000"}';
    const at = (value: string): object[] =>
      objects(lone).map((object) =>
        JSON.parse(JSON.stringify(object).replace(said, said.replace('0.0.0.0:9000', value))),
      );
    expect(outcome(at(':9000'), at(address))).toBe(expected);
    expect(outcome(at(address), at(':9000'))).toBe('rolls');
  });
});
