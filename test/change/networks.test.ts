import { planChange, planText } from 'rustfs-constructs';
import { beside, objects, other, outcome } from '../support/beside';
import { acme, singleDrive } from '../support/specs';

const policy = (spec: object, name = 'mine') => other('networking.k8s.io/v1', 'NetworkPolicy', name, spec);
const servers = { podSelector: { matchLabels: { 'rustfs.tenant': 'acme' } } };
const both = ['Ingress', 'Egress'];
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
    ['of others', { podSelector: { matchLabels: { app: 'a' } }, policyTypes: both }],
    ['that lets servers through', { ...servers, ingress: [{ from: [servers] }], policyTypes: ['Ingress'] }],
    ['that lets in all of the namespace', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }],
    ['that lets in everybody', { ...servers, ingress: [{}] }],
    ['that lets in by port', { ...servers, ingress: [{ ports: [{ port: 9000 }] }] }],
    ['that lets in by a range', { ...servers, ingress: [{ ports: [{ port: 8000, endPort: 9999 }] }] }],
    ['that names addresses', { ...servers, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }],
  ])('%s does not', (_, spec) => {
    expect(added(policy(spec))).toBe('in-place');
  });

  test('counts with all others', () => {
    const closed = policy({ podSelector: {}, policyTypes: both });
    const open = policy(
      { ...servers, ingress: [{ from: [servers] }], egress: [{ to: [servers] }], policyTypes: both },
      'open',
    );
    expect(added(closed, open)).toBe('in-place');
    const known = objects(acme, [...beside, closed, open]);
    expect(outcome(known, objects(acme, [...beside, closed]))).toBe('procedure servers-cut-off');
    expect(outcome(known, objects(acme, [...beside, open]))).toBe('in-place');
    expect(outcome(known, objects())).toBe('in-place');
  });

  test('says what it lets through is all, and so to a lone server', () => {
    const closed = policy({ podSelector: {} });
    const plan = planChange(objects(singleDrive, []), objects(singleDrive, [closed]));
    expect(plan).toMatchObject({ verdict: 'in-place', refusals: [] });
    expect(planText(plan)).toContain('it lets through only what it names');
  });
});
