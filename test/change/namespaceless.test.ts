import { beside, edited, objects, other, outcome, removed, titleOf } from '../support/beside';
import { acme } from '../support/specs';

/** The objects, with those of a title without their namespace: `kubectl -n`, Argo CD or Flux gives it. */
function bare(all: readonly object[], title: string): object[] {
  return edited(all, title, (text) => text.replace('"namespace":"storage"', '"annotations":{}'));
}

describe('An object that says no namespace may be in that of a tenant', () => {
  test.each<[change: string, title: string, edit: (text: string) => string | undefined, outcome: string]>([
    ['the credentials go', 'Secret acme-root', removed, 'refused object-needed'],
    [
      'the RPC secret changes',
      'Secret acme-rpc',
      (text) => text.replace('the-rpc-secret', 'another'),
      'procedure rotate-rpc',
    ],
    ['a claim of a drive goes', 'PersistentVolumeClaim vol-0-acme-pool-0-1', removed, 'refused data-removed'],
    ['the ServiceAccount goes', 'ServiceAccount acme-sa', removed, 'refused object-needed'],
    ['the headless Service goes', 'Service acme-hl', removed, 'refused servers-cut-off'],
    ['the Service of S3 goes', 'Service acme-io', removed, 'procedure clients-cut-off'],
  ])('%s', (_, title, edit, expected) => {
    const before = bare(objects(), title);
    expect(outcome(before, edited(before, title, edit))).toBe(expected);
  });

  test.each(['Secret acme-root', 'Secret acme-rpc', 'ServiceAccount acme-sa'])(
    'or not: %s goes where it is applied to',
    (title) => {
      expect(outcome(objects(), bare(objects(), title))).toBe('refused object-needed');
      expect(outcome(bare(objects(), title), objects())).toBe('none');
    },
  );

  test('and scale its pool', () => {
    const scaler = other('autoscaling/v2', 'HorizontalPodAutoscaler', 'mine', {
      scaleTargetRef: { kind: 'StatefulSet', name: 'acme-pool-0' },
    });
    const after = bare(objects(acme, [...beside, scaler]), 'HorizontalPodAutoscaler mine');
    expect(outcome(objects(), after)).toBe('refused servers-unlike-address');
  });

  test('and be the same as one that is there already', () => {
    const [again] = bare(objects(), 'Secret acme-root').filter(
      (object) => titleOf(object) === 'Secret acme-root',
    );
    const after = [...objects(), { ...again }];
    expect(outcome(objects(), after)).toBe('refused object-duplicate');
    const elsewhere = other('v1', 'ConfigMap', 'mine');
    const beyond = { ...elsewhere, metadata: { name: 'mine', namespace: 'beyond' } };
    expect(outcome(objects(), [...objects(), beyond, { ...elsewhere, metadata: { name: 'mine' } }])).toBe(
      'in-place',
    );
  });
});
