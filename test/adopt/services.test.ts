import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { adopt, declared, refusals } from '../support/adoptions';
import { chartObjects, type ChartValues } from '../support/chart';
import { kubectlList } from '../support/live';
import { changed, setsWith, valueAt } from '../support/live-changes';

const lone: ChartValues = { pools: [{ replicas: 1, drives: 1 }], volumes: '/data', logDirectory: '' };

/** Live objects whose StatefulSet names the Service for clients, and which have no headless one. */
function withSharedService(values: ChartValues, ...changes: [(string | number)[], unknown][]): object[] {
  const live = chartObjects(values).filter(
    ({ metadata }) => valueAt(metadata, ['name']) !== 'rustfs-headless',
  );
  return setsWith(live, [['spec', 'serviceName'], 'rustfs-svc']).map((object) =>
    valueAt(object, ['kind']) === 'Service'
      ? Object(changes.reduce<unknown>((one, [steps, value]) => changed(one, steps, value), object))
      : object,
  );
}

function services(spec: TenantSpec): unknown[] {
  return composeTenant(spec).flatMap(({ kind, metadata: { name }, ...object }) =>
    kind === 'Service' ? [[name, valueAt(object, ['spec', 'clusterIP'])]] : [],
  );
}

describe('A Service that the StatefulSet names and that has an address', () => {
  test('stays the one for clients, since a lone drive needs no headless one', () => {
    const adoption = adopt(kubectlList(withSharedService(lone)));
    const spec = declared(adoption);
    expect(spec.adopted).toMatchObject({
      headlessService: 'rustfs-svc',
      clientService: { name: 'rustfs-svc', s3PortName: 'endpoint', consolePortName: 'console' },
    });
    expect(services(spec)).toEqual([['rustfs-svc', undefined]]);
    const changes = adoption.changes.filter(({ object }) => object.startsWith('Service'));
    expect(changes.map(({ object, text }) => `${object}: ${text.replace(/:.*/, '')}`)).toEqual([
      'Service rustfs-svc: labels',
    ]);
  });

  test('keeps its type', () => {
    const live = withSharedService(lone, [['spec', 'type'], 'LoadBalancer']);
    expect(declared(adopt(kubectlList(live))).services?.io).toEqual({ type: 'LoadBalancer' });
  });

  test('is the one for clients even where another Service has both ports', () => {
    const live = withSharedService(lone);
    const [first] = live.filter((object) => valueAt(object, ['kind']) === 'Service');
    const other = changed(first, ['metadata', 'name'], 'another');
    const spec = declared(adopt(kubectlList([Object(other), ...live])));
    expect(spec.adopted?.clientService?.name).toBe('rustfs-svc');
  });

  test.each<[string, object[], RegExp]>([
    [
      'where servers find each other by it',
      withSharedService({ pools: [{ replicas: 4, drives: 4 }] }),
      /Kubernetes never takes an address away/,
    ],
    [
      'where it has one port',
      withSharedService(lone, [['spec', 'ports'], [{ name: 'endpoint', port: 9000, targetPort: 9000 }]]),
      /a declaration's has the ports 9000 and 9001/,
    ],
  ])('is refused %s', (_, live, words) => {
    const { declaration, problems } = adopt(kubectlList(live));
    expect(declaration).toBeUndefined();
    const [problem, ...others] = problems.filter(({ path }) => path === 'Service rustfs-svc');
    expect([problem?.message, others]).toEqual([expect.stringMatching(words), []]);
  });

  test('cannot be declared for servers that find each other by it', () => {
    const { tenant } = adopt(kubectlList(chartObjects({})));
    expect(tenant).toBe('storage/rustfs');
    const spec = declared(adopt(kubectlList(chartObjects({}))));
    const clientService = { name: 'rustfs-headless', s3PortName: 'endpoint', consolePortName: 'console' };
    const adopted = {
      headlessService: 'rustfs-headless',
      selector: { app: 'x' },
      ...spec.adopted,
      clientService,
    };
    expect(() => composeTenant({ ...spec, adopted })).toThrow(/is the headless Service/);
  });
});

describe('A Service of the name of another', () => {
  const live = chartObjects({}).filter(({ metadata }) => valueAt(metadata, ['name']) !== 'rustfs-svc');
  const service = (name: string, clusterIP: string) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'storage' },
    spec: { clusterIP, ports: [{ port: 9000, targetPort: 9000 }] },
  });

  test('that is headless is never given an address', () => {
    expect(refusals(adopt(kubectlList([...live, service('rustfs-io', 'None')])))).toEqual([
      'Service rustfs-io [live-identity]',
    ]);
  });

  test('that has an address keeps it', () => {
    expect(adopt(kubectlList([...live, service('rustfs-io', '10.0.0.7')])).problems).toEqual([]);
  });
});

describe('A Service that no declaration makes', () => {
  const named = { name: 'web', port: 80, targetPort: 'endpoint' };
  const web = (ports: object[]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'storage' },
    spec: {
      clusterIP: '10.0.0.8',
      selector: { 'app.kubernetes.io/name': 'rustfs', 'app.kubernetes.io/instance': 'rustfs' },
      ports,
    },
  });

  test('still finds the servers, or is told about before', () => {
    const { problems } = adopt(kubectlList([...chartObjects({}), web([named])]));
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'Service web: Its port 80 leads to the servers\' port "endpoint" by name, which a declaration calls otherwise: nobody would answer there.',
    ]);
  });

  test.each<[string, object]>([
    ['a number', { ...named, targetPort: 9000 }],
    ['a name that stays', { ...named, targetPort: 'console' }],
  ])('may lead to %s', (_, port) => {
    expect(adopt(kubectlList([...chartObjects({}), web([port])])).problems).toEqual([]);
  });

  test('is not judged where it selects others', () => {
    const other = changed(web([named]), ['spec', 'selector'], { app: 'proxy' });
    expect(adopt(kubectlList([...chartObjects({}), Object(other)])).problems).toEqual([]);
  });
});

test('A StatefulSet that names no Service is refused in these words', () => {
  const live = setsWith(chartObjects(lone), [['spec', 'serviceName'], undefined]);
  expect(adopt(kubectlList(live)).problems.map(({ message }) => message)).toEqual([
    'It names no headless Service (serviceName), and Kubernetes never lets that change.',
  ]);
});
