import { measuredOn } from '../../../lib/change/immutable-fields';
import { hostPath } from '../control-plane/manifests';
import { kubernetesVersion } from '../control-plane/programs';
import { startControlPlane, type ControlPlane } from '../control-plane/start';
import { isImmutableOfDeclared, isImmutableOfLive, measure, type Measurement, type Outcome } from './measure';
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
  // The server fills in a rollingUpdate where no strategy is said, and that nobody takes it out again.
  'spec.updateStrategy: undefined -> {"type":"OnDelete"}',
  // A handler of which the last field goes, goes.
  'spec.template.spec.containers[0].lifecycle.preStop.sleep.seconds: 5 -> undefined',
];

function told({ path, from, to }: Measurement): string {
  return `${path}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`;
}

function agree(measurements: readonly Measurement[]): void {
  const withOutcome = (outcome: Outcome) => measurements.filter((each) => each.outcome === outcome).map(told);
  expect(measurements.length).toBeGreaterThan(0);
  expect(measurements.filter(isImmutableOfLive).map(told)).toEqual(withOutcome('refused'));
  expect(unmergeable).toEqual(expect.arrayContaining(withOutcome('unmergeable')));
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
