import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { isRecord } from '../../lib/is-record';
import { adopt, refusals } from '../support/adoptions';
import { chartObjects } from '../support/chart';
import { changed, podSpec, server, setsWith, withSets } from '../support/live-changes';
import { withOwners } from '../support/managed-fields';
import { asStored, kubectlList, liveObjects, operatorsObjects } from '../support/live';
import { acme, asOperator, twoPools } from '../support/specs';

const operated = asOperator(acme);

const without = (kind: string) => kubectlList(chartObjects().filter((object) => object.kind !== kind));

describe('Nothing is adopted', () => {
  test.each<[string, string, string[]]>([
    ['an empty text', '', [' [live-objects]']],
    ['an empty List', kubectlList([]), [' [live-objects]']],
    ['what is no YAML', 'kind: [', [' [yaml]']],
    ['other objects only', kubectlList([{ kind: 'Pod', metadata: { name: 'a' } }]), [' [live-objects]']],
    [
      'a StatefulSet that runs something else',
      withSets(
        liveObjects(operated),
        [...podSpec, 'containers'],
        [{ name: 'postgres', image: 'postgres:18' }],
      ),
      [' [live-objects]'],
    ],
    [
      'a Deployment, whoever made it',
      kubectlList([
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'rustfs', namespace: 'storage' },
          spec: { template: { spec: { containers: [{ name: 'rustfs', image: 'rustfs/rustfs:1.0.0' }] } } },
        },
      ]),
      ['Deployment rustfs [live-objects]'],
    ],
    [
      'two tenants at once',
      kubectlList([...liveObjects(operated), ...liveObjects({ ...operated, name: 'other' })]),
      [' [live-objects]'],
    ],
    [
      'what this library made',
      kubectlList(composeTenant(acme).map((object) => asStored(object))),
      ['StatefulSet acme-pool-0 [live-objects]'],
    ],
  ])('from %s', (_, text, expected) => {
    expect(refusals(adopt(text))).toEqual(expected);
  });

  test('of a tenant that is not there', () => {
    const { problems } = adopt(operatorsObjects(operated), 'storage/other');
    expect(problems.map(({ message }) => message)).toEqual([
      'There is no tenant storage/other; there is storage/acme.',
    ]);
  });

  test('but the one of several that is asked for', () => {
    const both = kubectlList([...liveObjects(operated), ...liveObjects({ ...operated, name: 'other' })]);
    expect(adopt(both, 'storage/other').declaration).toContain('name: other\n');
  });
});

describe('A tenant of the operator is refused', () => {
  const live = liveObjects(operated);
  const templates = ['spec', 'volumeClaimTemplates'];
  const [set] = live.filter((object) => 'kind' in object && object.kind === 'StatefulSet');
  const claims = isRecord(set) && isRecord(set.spec) ? set.spec.volumeClaimTemplates : undefined;
  const [first, ...others]: unknown[] = Array.isArray(claims) ? claims : [];

  test.each<[string, string, string[]]>([
    [
      'when one of its StatefulSets is missing',
      kubectlList(
        liveObjects(asOperator(twoPools)).filter(
          (object) => !JSON.stringify(object).includes('"name":"acme-pool-1"'),
        ),
      ),
      ['StatefulSet acme-pool-1 [live-objects]'],
    ],
    [
      'when it is scaled down',
      withSets(live, ['spec', 'replicas'], 3),
      ['StatefulSet acme-pool-0 [live-unknown]'],
    ],
    [
      'when its claim templates are in another order',
      withSets(live, templates, [...others, first]),
      ['StatefulSet acme-pool-0 [live-unknown]'],
    ],
    [
      'when a drive is larger than the others',
      withSets(live, [...templates, 1, 'spec', 'resources', 'requests', 'storage'], '20Gi'),
      ['StatefulSet acme-pool-0 [live-unknown]'],
    ],
    [
      'when a drive is mounted elsewhere',
      withSets(live, [...server, 'volumeMounts', 2, 'mountPath'], '/srv'),
      ['StatefulSet acme-pool-0 [live-unknown]'],
    ],
    [
      'when its selector is another',
      withSets(live, ['spec', 'selector', 'matchLabels', 'tier'], 'gold'),
      ['StatefulSet acme-pool-0 [live-identity]'],
    ],
    [
      'when its headless Service is another',
      withSets(live, ['spec', 'serviceName'], 'acme-headless'),
      ['StatefulSet acme-pool-0 [live-identity]'],
    ],
    [
      'when its addresses are of a form that no declaration makes',
      withSets(live, [...server, 'env', 0, 'value'], 'http://acme-pool-0-{1...4}.acme-hl:9000/data'),
      ['StatefulSet acme-pool-0 [live-unknown]'],
    ],
    [
      'when its addresses have another domain',
      withSets(
        live,
        [...server, 'env', 0, 'value'],
        'http://acme-pool-0-{0...3}.acme-hl.storage:9000/data/rustfs{0...3}',
      ),
      ['StatefulSet acme-pool-0 [live-identity]'],
    ],
    [
      'while it is rolling out',
      withSets(live, ['status', 'updateRevision'], 'revision-next'),
      ['StatefulSet acme-pool-0 [live-unknown]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(refusals(adopt(text))).toEqual(expected);
  });

  test('when its pools differ in what a declaration says once', () => {
    const objects = liveObjects(asOperator(twoPools)).map((object) =>
      JSON.stringify(object).includes('"name":"acme-pool-1"')
        ? changed(object, [...server, 'image'], 'rustfs/rustfs:1.1.0')
        : object,
    );
    expect(refusals(adopt(kubectlList(objects.filter(isRecord))))).toEqual([
      'StatefulSet acme-pool-1 [live-unknown]',
    ]);
  });

  test('when a secret is written out, which is not repeated', () => {
    const env: TenantSpec['env'] = [{ name: 'MY_PASSWORD', value: 'hunter2' }];
    const adoption = adopt(operatorsObjects({ ...operated, env }));
    expect(refusals(adoption)).toEqual(['StatefulSet acme-pool-0 [credentials-literal]']);
    expect(JSON.stringify(adoption)).not.toContain('hunter2');
  });

  describe('not for what the declaration does not say', () => {
    const patience = [...podSpec, 'terminationGracePeriodSeconds'];
    const written = { spec: { template: { spec: { terminationGracePeriodSeconds: 90 } } } };
    /** The operator has made the StatefulSets, and then somebody has written something into them. */
    const writtenBy = (manager: string) =>
      kubectlList(
        live.flatMap((object) =>
          setsWith([object], [patience, 90]).map((set) =>
            'kind' in object && object.kind === 'StatefulSet'
              ? withOwners(
                  set,
                  { manager: 'rustfs-operator', object },
                  { manager, operation: 'Update', object: written },
                )
              : set,
          ),
        ),
      );
    const told = (input: string) => {
      const { problems, changes, notes } = adopt(input);
      return { problems, changes: changes.map(({ rolls, text }) => ({ rolls, text })), notes };
    };
    const kept = 'pod termination grace period seconds';

    test('it stays where somebody else has written it', () => {
      expect(told(writtenBy('kubectl-edit'))).toEqual({
        problems: [],
        changes: [],
        notes: [`StatefulSet acme-pool-0 keeps what the declaration does not say: ${kept}.`],
      });
    });

    test('it goes with what the operator gives over', () => {
      expect(told(writtenBy('rustfs-operator-security'))).toEqual({
        problems: [],
        changes: [{ rolls: true, text: `${kept}: 90 becomes 30` }],
        notes: [],
      });
    });

    test('it is said to depend on that where nobody tells who has written it', () => {
      expect(told(withSets(live, patience, 90))).toEqual({
        problems: [],
        changes: [],
        notes: [
          `StatefulSet acme-pool-0 keeps what the declaration does not say, unless the operator wrote it: ${kept}.`,
        ],
      });
    });
  });
});

describe('A tenant of the chart is refused', () => {
  const live = chartObjects();
  const pools = ['spec', 'template', 'spec'];

  test.each<[string, string, string[]]>([
    ['without its Services', without('Service'), ['StatefulSet rustfs [live-unknown]']],
    ['without its ConfigMap', without('ConfigMap'), ['StatefulSet rustfs [live-unknown]']],
    ['without its Secret', without('Secret'), ['StatefulSet rustfs [live-unknown]']],
    [
      'with something that a declaration cannot say',
      withSets(live, [...pools, 'hostAliases'], [{ ip: '10.0.0.1', hostnames: ['kms'] }]),
      ['StatefulSet rustfs [live-unknown]'],
    ],
    [
      'at other ports',
      kubectlList(chartObjects({ config: { RUSTFS_ADDRESS: ':9100' } })),
      ['StatefulSet rustfs [live-unknown]'],
    ],
    [
      'with mTLS, whose addresses are https',
      kubectlList(
        chartObjects({
          volumes: 'https://rustfs-{0...3}.rustfs-headless.storage.svc.cluster.local:9000/data/rustfs{0...3}',
        }),
      ),
      ['StatefulSet rustfs [live-unknown]'],
    ],
    [
      'whose headless Service misses servers',
      kubectlList(
        live.map((object) =>
          object.kind === 'Service'
            ? { ...object, ...record(changed(object, ['spec', 'selector', 'tier'], 'gold')) }
            : object,
        ),
      ),
      ['Service rustfs-headless [live-unknown]'],
    ],
    [
      'with an image that would not start as the default profile runs it',
      withSets(live, [...pools, 'containers', 0, 'image'], 'rustfs/rustfs:1.0.0-alpha.91'),
      ['image [image-incompatible]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(refusals(adopt(text))).toEqual(expected);
  });
});

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
