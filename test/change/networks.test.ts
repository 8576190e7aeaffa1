import { planChange, planText } from 'rustfs-constructs';
import { beside, namespace, objects, other, outcome } from '../support/beside';
import { acme, singleDrive, twoPools } from '../support/specs';

const policy = (spec: object, name = 'mine') => other('networking.k8s.io/v1', 'NetworkPolicy', name, spec);
const servers = { podSelector: { matchLabels: { 'rustfs.tenant': 'acme' } } };
const both = ['Ingress', 'Egress'];
const everywhere = { namespaceSelector: {} };
const dns = { to: [everywhere], ports: [{ port: 53, protocol: 'UDP' }] };
const added = (...policies: object[]) => outcome(objects(), objects(acme, [...beside, ...policies]));

describe('A NetworkPolicy', () => {
  test.each<[what: string, spec: object]>([
    ['that lets nothing through', { podSelector: {}, policyTypes: both }],
    ['that lets nothing in', { podSelector: {} }],
    ['that lets nothing out', { ...servers, policyTypes: ['Egress'] }],
    [
      'that lets in others alone',
      { ...servers, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'a' } } }] }] },
    ],
    ['that lets in to the console alone', { ...servers, ingress: [{ ports: [{ port: 9001 }] }] }],
    ['that lets in by UDP alone', { ...servers, ingress: [{ ports: [{ port: 9000, protocol: 'UDP' }] }] }],
    [
      'that lets out to name servers alone',
      { ...servers, policyTypes: ['Egress'], egress: [{ ports: [{ port: 53 }] }] },
    ],
  ])('%s cuts servers off', (_, spec) => {
    expect(added(policy(spec))).toBe('procedure servers-cut-off');
    const known = objects(acme, [...beside, policy(spec)]);
    expect(outcome(known, known)).toBe('none');
  });

  test.each<[what: string, spec: object]>([
    ['that lets servers through', { ...servers, ingress: [{ from: [servers] }], policyTypes: ['Ingress'] }],
    ['that lets in all of the namespace', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }],
    ['that lets in by port', { ...servers, ingress: [{ ports: [{ port: 9000 }] }] }],
    ['that lets in by a range', { ...servers, ingress: [{ ports: [{ port: 8000, endPort: 9999 }] }] }],
    ['that names addresses', { ...servers, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }],
  ])('%s does not, and who else comes through is told as not judged', (_, spec) => {
    expect(added(policy(spec))).toBe('procedure');
    expect(planText(planChange(objects(), objects(acme, [...beside, policy(spec)])))).toContain(
      'is not judged here',
    );
  });

  test.each<[what: string, spec: object]>([
    ['of others', { podSelector: { matchLabels: { app: 'a' } }, policyTypes: both }],
    ['that lets in everybody', { ...servers, ingress: [{}] }],
  ])('%s changes nothing', (_, spec) => {
    expect(added(policy(spec))).toBe('in-place');
  });

  test('that lets through more is no matter, and one that lets through less is told', () => {
    const web = { from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 9000 }] };
    const address = (cidr: string) => ({ from: [{ ipBlock: { cidr } }] });
    const from = (...ingress: object[]) =>
      objects(acme, [...beside, policy({ ...servers, ingress: [{ from: [servers] }, ...ingress] })]);
    expect(outcome(from(), from(web))).toBe('in-place');
    expect(outcome(from(web), from())).toBe('procedure');
    expect(outcome(from(address('10.0.0.0/8')), from(address('10.1.0.0/16')))).toBe('procedure');
    expect(outcome(from(web), objects())).toBe('in-place');
  });

  test('may get labels of its own, whatever it says', () => {
    const closed = (labels: object) => ({
      ...policy({ podSelector: {}, policyTypes: both }),
      metadata: { name: 'mine', namespace: 'storage', labels },
    });
    expect(
      outcome(objects(acme, [...beside, closed({})]), objects(acme, [...beside, closed({ team: 'a' })])),
    ).toBe('in-place');
  });

  test('opens no pool by what it lets through to another', () => {
    const ofPool = (name: string, spec: object) =>
      policy({ podSelector: { matchLabels: { 'rustfs.pool': name } }, ...spec }, name);
    const closed = ofPool('pool-0', {});
    const open = ofPool('pool-1', { ingress: [{}] });
    expect(outcome(objects(twoPools, []), objects(twoPools, [closed, open]))).toContain(
      'procedure servers-cut-off',
    );
    expect(outcome(objects(twoPools, []), objects(twoPools, [open]))).toBe('in-place');
  });

  test('that stays is about other pods when these get other labels', () => {
    const labelled = (role: string, label = 'role') =>
      objects(acme, [
        ...beside.filter((object) => object !== namespace),
        { ...namespace, metadata: { ...namespace.metadata, labels: { team: label } } },
        policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [byRole, byTeam] }] }),
      ]).map((object): object =>
        JSON.parse(
          JSON.stringify(object).replace(
            '"template":{"metadata":{"labels":{',
            `"template":{"metadata":{"labels":{"role":"${role}",`,
          ),
        ),
      );
    const byRole = { podSelector: { matchLabels: { role: 's3' } } };
    const byTeam = { namespaceSelector: { matchLabels: { team: 'storage' } } };
    expect(outcome(labelled('s3'), labelled('s3'))).toBe('none');
    expect(outcome(labelled('s3'), labelled('other'))).toBe('procedure servers-cut-off');
    expect(outcome(labelled('other', 'storage'), labelled('other'))).toBe('procedure servers-cut-off');
    expect(outcome(labelled('s3', 'storage'), labelled('other', 'storage'))).toBe('rolls');
  });

  test('counts with all others', () => {
    const closed = policy({ podSelector: {}, policyTypes: both });
    const open = policy(
      { ...servers, ingress: [{ from: [servers] }], egress: [{ to: [servers] }, dns], policyTypes: both },
      'open',
    );
    expect(added(closed, open)).toBe('procedure');
    const known = objects(acme, [...beside, closed, open]);
    expect(outcome(known, objects(acme, [...beside, closed]))).toBe('procedure servers-cut-off');
    // The closed one lets through nothing that would be missed.
    expect(outcome(known, objects(acme, [...beside, open]))).toBe('in-place');
    expect(outcome(known, objects())).toBe('in-place');
  });

  test('says what it lets through is all, and so to a lone server', () => {
    const closed = policy({ podSelector: {} });
    const plan = planChange(objects(singleDrive, []), objects(singleDrive, [closed]));
    expect(plan).toMatchObject({ verdict: 'procedure', refusals: [] });
    expect(planText(plan)).toContain('let through only what they name');
  });
});

describe('Servers find each other by name', () => {
  const out = (...egress: object[]) => policy({ ...servers, policyTypes: ['Egress'], egress });
  const toServers = { to: [servers] };
  const ofTenant = { matchLabels: { 'kubernetes.io/metadata.name': 'storage' } };

  test.each<[what: string, egress: object[], outcome: string]>([
    ['nothing but servers', [toServers], 'procedure servers-cut-off'],
    [
      'port 53 of pods beside them alone',
      [toServers, { ...dns, to: [{ podSelector: {} }] }],
      'procedure servers-cut-off',
    ],
    [
      'port 53 of its own namespace',
      [toServers, { ...dns, to: [{ namespaceSelector: ofTenant }] }],
      'procedure servers-cut-off',
    ],
    [
      'port 53 by SCTP',
      [toServers, { ...dns, ports: [{ port: 53, protocol: 'SCTP' }] }],
      'procedure servers-cut-off',
    ],
    ['port 53 of all namespaces', [toServers, dns], 'procedure'],
    [
      'port 53 of an address',
      [toServers, { ...dns, to: [{ ipBlock: { cidr: '10.96.0.10/32' } }] }],
      'procedure',
    ],
    ['port 53 of everybody', [toServers, { ports: [{ port: 53 }] }], 'procedure'],
    ['a range of ports', [toServers, { ports: [{ port: 1, endPort: 1023 }] }], 'procedure'],
    ['a port by name', [toServers, { to: [everywhere], ports: [{ port: 'dns' }] }], 'procedure'],
    ['everybody', [{}], 'in-place'],
  ])('and a policy that lets out to %s', (_, egress, expected) => {
    expect(added(out(...egress))).toBe(expected);
  });
});

describe('A policy that lets in from namespaces', () => {
  const from = (namespaceSelector: object) =>
    policy({ ...servers, ingress: [{ from: [{ namespaceSelector }] }] });

  test.each<[what: string, selector: object, outcome: string]>([
    ['all', {}, 'procedure'],
    ['that of the tenant', { matchLabels: { 'kubernetes.io/metadata.name': 'storage' } }, 'procedure'],
    ['another one', { matchLabels: { 'kubernetes.io/metadata.name': 'other' } }, 'procedure servers-cut-off'],
    ['others by a label', { matchLabels: { team: 'a' } }, 'procedure servers-cut-off'],
  ])('%s', (_, selector, expected) => {
    expect(added(from(selector))).toBe(expected);
  });

  test('is believed where nobody sees the labels of the namespace', () => {
    const policies = [from({ matchLabels: { team: 'a' } })];
    expect(outcome(objects(acme, []), objects(acme, policies))).toBe('procedure');
    const elsewhere = [from({ matchLabels: { 'kubernetes.io/metadata.name': 'other' } })];
    expect(outcome(objects(acme, []), objects(acme, elsewhere))).toBe('procedure servers-cut-off');
  });
});

describe('A policy of another system is not judged, and told', () => {
  const own = { 'rustfs.tenant': 'acme' };
  const others = { app: 'a' };

  test.each<[apiVersion: string, kind: string, spec: (labels: object) => object]>([
    [
      'cilium.io/v2',
      'CiliumNetworkPolicy',
      (matchLabels) => ({ endpointSelector: { matchLabels }, ingressDeny: [{}] }),
    ],
    [
      'security.istio.io/v1',
      'AuthorizationPolicy',
      (matchLabels) => ({ selector: { matchLabels }, action: 'DENY' }),
    ],
    [
      'security.istio.io/v1',
      'PeerAuthentication',
      (matchLabels) => ({ selector: { matchLabels }, mtls: { mode: 'STRICT' } }),
    ],
    ['networking.istio.io/v1', 'Sidecar', (labels) => ({ workloadSelector: { labels } })],
    ['policy.linkerd.io/v1beta3', 'Server', (matchLabels) => ({ podSelector: { matchLabels }, port: 9000 })],
  ])('%s %s', (apiVersion, kind, spec) => {
    const found = (labels: object) => added(other(apiVersion, kind, 'mine', spec(labels)));
    expect(found(own)).toBe('procedure');
    expect(found({})).toBe('procedure');
    expect(found(others)).toBe('in-place');
    const known = objects(acme, [...beside, other(apiVersion, kind, 'mine', spec(own))]);
    expect(outcome(known, known)).toBe('none');
    expect(outcome(known, objects())).toBe('procedure');
  });

  test('also where it selects in a way of its own, or for the whole cluster', () => {
    const calico = { selector: "rustfs.tenant == 'acme'", types: ['Ingress'] };
    expect(added(other('projectcalico.org/v3', 'NetworkPolicy', 'mine', calico))).toBe('procedure');
    const cluster = {
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: { name: 'a' },
    };
    expect(added({ ...cluster, spec: { subject: { namespaces: {} } } })).toBe('procedure');
    const cilium = { ...cluster, apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy' };
    expect(
      added({ ...cilium, spec: { endpointSelector: { matchLabels: { 'k8s:rustfs.tenant': 'acme' } } } }),
    ).toBe('procedure');
  });

  test('but not one of another namespace', () => {
    const away = {
      ...other('cilium.io/v2', 'CiliumNetworkPolicy', 'mine', { endpointSelector: {} }),
      metadata: { name: 'mine', namespace: 'beyond' },
    };
    expect(added(away)).toBe('in-place');
    const root = {
      ...other('security.istio.io/v1', 'PeerAuthentication', 'mine'),
      metadata: { name: 'mine', namespace: 'istio-system' },
    };
    expect(added(root)).toBe('procedure');
  });
});
