import type { HandoverStep } from 'rustfs-constructs';
import { handoverText } from '../../lib/adopt/handover/step';
import { adopt } from '../support/adoptions';
import { chartObjects } from '../support/chart';
import { kubectlList, liveObjects } from '../support/live';
import { changed, server, withSets } from '../support/live-changes';
import { acme, asOperator } from '../support/specs';

interface Marks {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Who has written the objects, where they were read with their managed fields. */
  readonly manager?: string;
}

/** A chart's objects as somebody else has left them. */
function marked({ labels = {}, annotations = {}, manager }: Marks): object[] {
  const written = manager === undefined ? [] : [{ manager, operation: 'Update', fieldsV1: { 'f:spec': {} } }];
  return chartObjects({}).map((object) => {
    const withLabels = changed(object, ['metadata', 'labels'], { app: 'store', ...labels });
    const withBoth = changed(withLabels, ['metadata', 'annotations'], annotations);
    return Object(changed(withBoth, ['metadata', 'managedFields'], written));
  });
}

function steps(objects: readonly object[]): readonly HandoverStep[] {
  const { handover, problems } = adopt(kubectlList(objects));
  expect(problems).toEqual([]);
  return handover;
}

const commandsOf = (handover: readonly HandoverStep[]) =>
  handover.flatMap(({ commands, checkCommands }) => [...commands, ...checkCommands]).join('\n');

const release = { 'meta.helm.sh/release-name': 'files', 'meta.helm.sh/release-namespace': 'storage' };

describe('Whoever applies the objects lets go of them in its own way', () => {
  test.each<[string, Marks, string[], string]>([
    [
      'Helm',
      { annotations: release },
      ['helm upgrade files CHART', 'helm uninstall files'],
      'for manager in helm ',
    ],
    [
      'a HelmRelease of Flux',
      {
        labels: { 'helm.toolkit.fluxcd.io/name': 'store', 'helm.toolkit.fluxcd.io/namespace': 'flux' },
        annotations: release,
      },
      [
        `kubectl patch helmrelease store -n flux --type merge -p '{"spec":{"suspend":true}}'`,
        'kubectl delete helmrelease store -n flux',
        'kubectl delete secret -n flux -l owner=helm,name=files',
      ],
      'for manager in helm-controller ',
    ],
    [
      'a Kustomization of Flux',
      {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'store',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux',
        },
      },
      ['kubectl get kustomizations.kustomize.toolkit.fluxcd.io store -n flux'],
      'for manager in kustomize-controller ',
    ],
    [
      'an Application of Argo CD, by its tracking id',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'store:apps/StatefulSet:storage/rustfs' } },
      [
        `kubectl patch applications.argoproj.io store -n argocd --type merge -p '{"spec":{"syncPolicy":{"automated":null}}}'`,
        'kubectl delete applications.argoproj.io store -n argocd',
      ],
      'for manager in argocd-controller ',
    ],
    [
      'one in a namespace of its own',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'teams_store:apps/StatefulSet:storage/rustfs' } },
      ['kubectl delete applications.argoproj.io store -n teams'],
      'for manager in argocd-controller ',
    ],
    [
      'one by its label, which only the manager tells from that of a chart',
      { labels: { 'app.kubernetes.io/instance': 'store' }, manager: 'argocd-controller' },
      ['kubectl delete applications.argoproj.io store -n argocd'],
      'for manager in argocd-controller ',
    ],
    ['Terraform', { manager: 'Terraform' }, ['terraform state rm ADDRESS'], 'for manager in Terraform '],
    ['a hand', { manager: 'kubectl-client-side-apply' }, [], 'for manager in kubectl-client-side-apply '],
    ['somebody who left no mark', {}, [], 'for manager in MANAGER '],
    [
      'a chart without a release',
      { labels: { 'app.kubernetes.io/managed-by': 'Helm' } },
      [],
      'for manager in MANAGER ',
    ],
  ])('%s', (_, marks, expected, givenOver) => {
    const commands = commandsOf(steps(marked(marks)));
    for (const command of [...expected, givenOver]) expect(commands).toContain(command);
    if (!expected.some((command) => command.startsWith('helm'))) expect(commands).not.toMatch(/helm (up|un)/);
    expect(commands).toContain('kubectl replace -f deploy/storage/rustfs/60-statefulset-rustfs.yaml');
  });

  test('and where the marks say nothing, it is asked for by name', () => {
    const [first, ...others] = steps(marked({}));
    expect(first?.text).toContain('let go of them without deleting any');
    expect(commandsOf(others)).toContain('for manager in MANAGER kubectl-replace; do');
    const giving = others.find(({ text }) => text.includes('give the fields over'));
    expect(giving?.text).toContain('MANAGER is each name beside kubectl that the check prints.');
  });
});

describe('A step', () => {
  test('that deletes asks first whether the one before is done', () => {
    const deleting = [
      steps(marked({ annotations: release })),
      steps(marked({ labels: { 'helm.toolkit.fluxcd.io/name': 'store' }, annotations: release })),
      steps(
        marked({
          annotations: { 'argocd.argoproj.io/tracking-id': 'store:apps/StatefulSet:storage/rustfs' },
        }),
      ),
    ].flatMap((handover) =>
      handover
        .flatMap(({ commands }) => commands)
        .filter((command) => /helm uninstall|delete (helmrelease|applications)/.test(command)),
    );
    expect(deleting).toHaveLength(3);
    for (const command of deleting)
      expect(command).toMatch(/^if .*; then .*; else echo 'Not yet: .*'; false; fi$/);
  });

  test('is printed as it runs, one command a line and indented', () => {
    const step = {
      text: 'Do it.',
      commands: ['for one in a b; do\n  true\ndone'],
      check: 'it is done.',
      checkCommands: ['true'],
    };
    expect(handoverText([step])).toBe(
      '1. Do it.\n     for one in a b; do\n       true\n     done\n   Check: it is done.\n     true\n',
    );
  });
});

describe('A budget that is there', () => {
  const budget = (name: string, spec: object) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'storage' },
    spec: { selector: { matchLabels: { 'app.kubernetes.io/instance': 'rustfs' } }, ...spec },
  });
  const deletions = (one: object) =>
    commandsOf(steps([...chartObjects({}), one])).match(/kubectl delete pod\S+ \S+/g);

  test.each<[string, object, string[] | null]>([
    [
      'goes where it says minAvailable, which is refused beside maxUnavailable',
      budget('rustfs', { minAvailable: 3 }),
      ['kubectl delete poddisruptionbudget rustfs'],
    ],
    [
      'goes where it is another of the same pods, which nobody could evict then',
      budget('mine', { maxUnavailable: 1 }),
      ['kubectl delete poddisruptionbudget mine'],
    ],
    ['stays where it is the same', budget('rustfs', { maxUnavailable: 1 }), null],
    [
      'stays where it is of other pods',
      budget('mine', { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } }),
      null,
    ],
  ])('%s', (_, one, expected) => {
    expect(deletions(one)).toEqual(expected);
  });
});

describe('The operator', () => {
  test('gives its fields over after our apply, and before its Tenant goes', () => {
    const handover = steps(liveObjects(asOperator(acme)));
    const order = [
      'kubectl apply --server-side --force-conflicts -f objects.yaml',
      'for manager in rustfs-operator rustfs-operator-security; do',
      'kubectl delete tenant acme -n storage --cascade=orphan',
    ].map((command) => handover.findIndex(({ commands }) => commands.some((one) => one.startsWith(command))));
    expect(order).toEqual([3, 4, 5]);
  });
});

describe('A probe that asks in another way than the operator has it', () => {
  test.each<[string, object, string]>([
    ['livenessProbe', { exec: { command: ['true'] } }, 'exec and httpGet'],
    ['readinessProbe', { tcpSocket: { port: 9000 } }, 'httpGet and tcpSocket'],
  ])(
    'is refused, since the server would have both until the fields are given over: %s',
    (probe, other, ways) => {
      const { problems } = adopt(withSets(liveObjects(asOperator(acme)), [...server, probe], other));
      expect(problems.map(({ message }) => message)).toEqual([
        `Its spec.template.spec.containers[rustfs].${probe} is another than the operator makes: an apply would leave ${ways} beside ` +
          'each other, and the API server refuses that.',
      ]);
    },
  );
});
