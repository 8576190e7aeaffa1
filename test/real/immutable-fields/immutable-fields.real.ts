import { measuredOn } from '../../../lib/change/immutable-fields';
import type { Manifest } from '../control-plane/api-server';
import { hostPath } from '../control-plane/manifests';
import { kubernetesVersion } from '../control-plane/programs';
import { startControlPlane, type ControlPlane } from '../control-plane/start';
import {
  bound,
  isImmutableOfDeclared,
  isImmutableOfLive,
  isMade,
  measure,
  type Measurement,
  type Outcome,
} from './measure';
import { emittedSubjects } from './emitted';
import { fieldsOfKind } from './schema';
import { kinds, namespace, notTried, subjects } from './subjects';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane('kube-controller-manager');
  await plane.api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await plane.api.create(hostPath);
});

afterAll(() => plane.stop());

/** What server-side apply alone refuses, because of what it leaves of the former value. */
const unmergeable = [
  // A handler of which the last field goes, goes.
  'spec.template.spec.containers[0].lifecycle.preStop.sleep.seconds: 5 -> undefined',
  // Where no strategy is said the server fills in a rollingUpdate, which nobody takes out again.
  'spec.updateStrategy: undefined -> {"type":"OnDelete"}',
];

const foundUnmergeable: string[] = [];

function told({ path, from, to }: Measurement): string {
  return `${path}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`;
}

function agree(measurements: readonly Measurement[]): void {
  const withOutcome = (outcome: Outcome) => measurements.filter((each) => each.outcome === outcome).map(told);
  expect(measurements.length).toBeGreaterThan(0);
  expect(measurements.filter(isImmutableOfLive).map(told)).toEqual(withOutcome('refused'));
  foundUnmergeable.push(...withOutcome('unmergeable'));
  // Two declarations do not say whether a claim has its volume, nor what the server has given: they claim no more.
  expect(withOutcome('refused')).toEqual(
    expect.arrayContaining(measurements.filter(isImmutableOfDeclared).map(told)),
  );
}

describe('A field that the table calls immutable is refused by the API server, and no other is', () => {
  test('the version is the one that the table names', () => {
    expect(kubernetesVersion).toBe(measuredOn);
  });

  test.each(subjects.map((subject) => [subject.title, subject] as const))('%s', async (_, subject) => {
    const { measurements, impossible } = await measure(plane.api, subject);
    expect(impossible).toEqual([]);
    agree(measurements);
  });

  test.each(emittedSubjects().map((subject) => [subject.title, subject] as const))(
    '%s',
    async (_, subject) => {
      agree((await measure(plane.api, subject)).measurements);
    },
  );

  test('but for what server-side apply alone refuses', () => {
    expect(foundUnmergeable.sort()).toEqual(unmergeable);
  });

  test('a claim that was asked to grow may ask for less, as long as it is more than its volume has', async () => {
    const sized = (storage: string): Manifest => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'growing', namespace },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: hostPath.metadata.name,
        resources: { requests: { storage } },
      },
    });
    await plane.api.apply(sized('2Gi'));
    await bound(plane.api, sized('2Gi'));
    const declared = sized('4Gi');
    const { body: live } = await plane.api.apply(declared);
    for (const [storage, isRefused] of [
      ['3Gi', false],
      ['2Gi', true],
      ['1Gi', true],
    ] as const) {
      const wanted = sized(storage);
      expect(isMade(await plane.api.apply(wanted, { isDryRun: true }))).toBe(!isRefused);
      expect(isImmutableOfLive({ live, declared, wanted })).toBe(isRefused);
    }
  });

  test.each(kinds)('every field of the schema of a %s was changed', async (kind) => {
    const changed = subjects.filter(({ object }) => object.kind === kind);
    const paths = changed
      .flatMap(({ values }) => Object.keys(values))
      .map((path) => path.replace(/\[\d+\]/g, ''));
    const [subject] = changed;
    const fields = subject === undefined ? [] : await fieldsOfKind(plane.api, subject.object);
    const isTried = (field: string) =>
      paths.some((path) => `${field}.`.startsWith(`${path}.`) || `${path}.`.startsWith(`${field}.`));
    const isLeftOut = (field: string) =>
      (notTried[kind] ?? []).some((other) => `${field}.`.startsWith(`${other}.`));
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter((field) => !isLeftOut(field) && !isTried(field))).toEqual([]);
  });
});
