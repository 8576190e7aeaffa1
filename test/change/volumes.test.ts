import { planChange, planText } from 'rustfs-constructs';
import { beside, claim, edited, objects, outcome, removed, volume } from '../support/beside';
import { acme, twoPools } from '../support/specs';

const title = 'PersistentVolume disk-1';

/** The objects with other fields in the spec of the volume of a drive. */
function withSpec(fields: object): object[] {
  const rest = beside.filter((object) => object !== volume);
  return objects(acme, [...rest, { ...volume, spec: { ...volume.spec, ...fields } }]);
}

describe('A volume of a drive', () => {
  test.each<[what: string, from: object, to: object, outcome: string]>([
    [
      'goes to the claim of another drive',
      {},
      { claimRef: { namespace: 'storage', name: 'vol-1-acme-pool-0-1' } },
      'refused volume-changed',
    ],
    [
      'goes to a claim of others',
      {},
      { claimRef: { namespace: 'beyond', name: 'mine' } },
      'refused volume-changed',
    ],
    ['is for any claim', {}, { claimRef: undefined }, 'refused volume-changed'],
    [
      'comes from a claim of others',
      { claimRef: { namespace: 'beyond', name: 'mine' } },
      {},
      'refused volume-changed',
    ],
    [
      'that a claim asks for goes to others',
      { claimRef: undefined },
      { claimRef: { namespace: 'beyond', name: 'mine' } },
      'refused volume-changed',
    ],
    ['is kept for the claim that asks for it', { claimRef: undefined }, {}, 'procedure'],
    ['is mounted read-only', {}, { mountOptions: ['noatime', 'ro'] }, 'refused volume-changed'],
    ['is mounted otherwise', {}, { mountOptions: ['noatime'] }, 'in-place'],
    [
      'lets nobody write',
      { accessModes: ['ReadWriteOnce'] },
      { accessModes: ['ReadOnlyMany'] },
      'refused volume-changed',
    ],
    [
      'lets more write',
      { accessModes: ['ReadWriteOnce'] },
      { accessModes: ['ReadWriteOnce', 'ReadWriteMany'] },
      'in-place',
    ],
    ['has nodes', {}, { nodeAffinity: { required: { nodeSelectorTerms: [] } } }, 'procedure'],
    ['is of another class', {}, { storageClassName: 'fast' }, 'in-place'],
  ])('%s', (_, from, to, expected) => {
    const [before, after] = [withSpec(from), withSpec(to)];
    expect(outcome(before, after)).toBe(expected);
  });

  test('is for one claim, which is another when it is made anew', () => {
    const of = (uid: string) => withSpec({ claimRef: { ...volume.spec.claimRef, uid } });
    expect(outcome(of('a'), of('b'))).toBe('refused volume-changed');
    expect(outcome(objects(), of('a'))).toBe('in-place');
  });

  test('may get labels', () => {
    const after = edited(objects(), title, (text) =>
      text.replace('"name":"disk-1"', '"name":"disk-1","labels":{"a":"b"}'),
    );
    const plan = planChange(objects(), after);
    expect(plan).toMatchObject({ verdict: 'in-place', refusals: [] });
    expect(plan.objects.flatMap(({ notes = [] }) => notes)).toEqual([]);
  });
});

describe('A volume or claim that comes', () => {
  const without = (which: string) => edited(objects(), which, removed);

  test('for a drive that is there takes a procedure, and is told', () => {
    const plan = planChange(without(title), objects());
    expect(plan).toMatchObject({ verdict: 'procedure', refusals: [] });
    expect(planText(plan)).toContain('It is for the claim storage/vol-0-acme-pool-0-1 of storage/acme');
    const bound = planChange(without('PersistentVolumeClaim vol-0-acme-pool-0-1'), objects());
    expect(bound).toMatchObject({ verdict: 'procedure', refusals: [] });
    expect(planText(bound)).toContain('if it is bound, Kubernetes refuses volumeName');
  });

  test('is no second one of a disk', () => {
    const twin = (spec: object) => ({
      ...volume,
      metadata: { name: 'disk-2' },
      spec: { ...volume.spec, claimRef: undefined, ...spec },
    });
    const added = (spec: object) => outcome(objects(), objects(acme, [...beside, twin(spec)]));
    expect(added({})).toBe('refused volume-changed');
    expect(added({ local: { path: '/mnt/disk-2' } })).toBe('in-place');
    expect(added({ nodeAffinity: { required: { nodeSelectorTerms: [{}] } } })).toBe('in-place');
    const of = (volumeHandle: string) => ({ local: undefined, csi: { driver: 'example.com', volumeHandle } });
    const known = withSpec(of('a'));
    expect(outcome(known, [...known, twin(of('a'))])).toBe('refused volume-changed');
    expect(outcome(known, [...known, twin(of('b'))])).toBe('in-place');
  });

  test('with a tenant or a pool is ordinary', () => {
    expect(outcome([], objects())).toBe('in-place');
    const more = JSON.parse(
      JSON.stringify([claim, volume])
        .replaceAll('acme-pool-0-1', 'acme-pool-1-1')
        .replaceAll('disk-1', 'disk-2'),
    );
    expect(outcome(objects(acme, [...beside]), objects(twoPools, [...beside, ...more]))).not.toContain(
      'refused',
    );
    const lines = planChange(objects(acme), objects(twoPools, [...beside, ...more])).objects.flatMap(
      ({ notes = [] }) => notes,
    );
    expect(lines).toEqual([]);
  });

  test('without a word of what it starts on is ordinary', () => {
    const plain = JSON.parse(JSON.stringify({ ...claim, spec: { ...claim.spec, volumeName: undefined } }));
    const [before, after] = [objects(acme, []), objects(acme, [plain])];
    expect(outcome(before, after)).toBe('in-place');
  });
});
