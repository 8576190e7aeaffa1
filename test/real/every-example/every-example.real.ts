import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { isDeepStrictEqual } from 'node:util';
import type { ControlPlane } from '../control-plane/start';
import type { Manifest } from '../control-plane/api-server';
import { eventually } from '../control-plane/eventually';
import { makeNamespace, startCluster } from '../harness/cluster';
import { serveKind } from '../harness/custom-kinds';
import { claimsIn, isReady, isSettled, listOf, podsIn, statefulSetsIn } from '../harness/objects';
import { declared, programs, type Subject } from './subjects';
import { makeSurroundings, statefulSetsAmong } from './surroundings';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startCluster({ nodes: 9, zones: ['a', 'b', 'c'] });
  await serveKind(plane.api, 'cert-manager.io/v1', 'Certificate');
});

afterAll(() => plane.stop());

/** The names of the pods of these objects, by their namespaces. */
function serversOf(objects: readonly Manifest[]): string[] {
  return statefulSetsAmong(objects)
    .flatMap(({ metadata, spec }) =>
      Array.from({ length: spec?.replicas ?? 1 }, (_, i) => `${metadata?.namespace}/${metadata?.name}-${i}`),
    )
    .sort();
}

function claimsOf(objects: readonly Manifest[]): string[] {
  return statefulSetsAmong(objects)
    .flatMap(({ metadata, spec }) =>
      (spec?.volumeClaimTemplates ?? []).flatMap((template) =>
        Array.from(
          { length: spec?.replicas ?? 1 },
          (_, i) => `${metadata?.namespace}/${template.metadata?.name}-${metadata?.name}-${i}`,
        ),
      ),
    )
    .sort();
}

/** What the API server makes of each object, in the order to apply. */
async function applied(objects: readonly Manifest[]): Promise<string[]> {
  const answers: string[] = [];
  for (const object of objects) {
    const { status, body } = await plane.api.apply(object);
    answers.push(
      status === 201 ? 'created' : `${object.kind} ${object.metadata.name}: ${JSON.stringify(body)}`,
    );
  }
  return answers;
}

/** Those of the objects that another apply changes, however often it is tried: a controller may write meanwhile. */
async function changedAgain(objects: readonly Manifest[]): Promise<string[]> {
  const changed: string[] = [];
  for (const object of objects) {
    const tries = [];
    do {
      const before = await plane.api.get(object);
      const after = await plane.api.apply(object);
      tries.push(resourceVersion(before.body) === resourceVersion(after.body));
    } while (!tries.includes(true) && tries.length < 3);
    if (!tries.includes(true)) changed.push(`${object.kind} ${object.metadata.name}`);
  }
  return changed;
}

function resourceVersion(body: Readonly<Record<string, unknown>>): string {
  const { metadata }: { metadata?: { resourceVersion?: string } } = body;
  if (metadata?.resourceVersion === undefined) throw new Error(`No object: ${JSON.stringify(body)}`);
  return metadata.resourceVersion;
}

/** The servers to which a Service leads at this moment. */
async function endpointsOf(namespace: string, service: string): Promise<Named[]> {
  const slices = await listOf<EndpointSlice>(
    plane.api,
    `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=kubernetes.io/service-name=${service}`,
  );
  return slices
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready)
    .map(({ targetRef }) => ({ metadata: { namespace, name: targetRef?.name } }));
}

interface Named {
  readonly metadata?: { readonly namespace?: string | undefined; readonly name?: string | undefined };
}

/** Waits until these, of all tenants of the namespaces, are the wanted ones. */
async function same(wanted: readonly string[], list: () => Promise<readonly Named[]>): Promise<void> {
  let found: string[] = [];
  await eventually(
    'The wanted ones are there',
    async () => {
      found = (await list()).map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`).sort();
      return isDeepStrictEqual(found, wanted) ? found : undefined;
    },
    60,
  ).catch(() => expect(found).toEqual(wanted));
}

/** What there is of the tenant in its namespaces. */
async function everywhere<T extends Named>(
  objects: readonly Manifest[],
  list: (namespace: string) => Promise<readonly T[]>,
): Promise<T[]> {
  const namespaces = new Set(objects.map(({ metadata }) => metadata.namespace ?? 'default'));
  const sets = statefulSetsAmong(objects).map(({ metadata }) => metadata?.name ?? '');
  return (await Promise.all([...namespaces].map(list)))
    .flat()
    .filter(({ metadata }) =>
      sets.some((set) => new RegExp(`(^|-)${set}(-[0-9]+)?$`).test(metadata?.name ?? '')),
    );
}

/** Services of the examples that lead to programs beside the tenant. */
const besideTenants = ['gallery-web'];

describe.each([...declared, ...programs].map((subject) => [subject.title, subject] as const))(
  '%s',
  (_, { objects }: Subject) => {
    const servers = serversOf(objects);

    test('is accepted under strict validation', async () => {
      for (const namespace of new Set(objects.map(({ metadata }) => metadata.namespace ?? 'default'))) {
        await makeNamespace(plane.api, namespace, { isRestricted: true });
      }
      await makeSurroundings(plane.api, objects);
      expect(servers.length).toBeGreaterThan(0);
      expect(await applied(objects)).toEqual(objects.map(() => 'created'));
    });

    test('has every server ready, also under Pod Security restricted', async () => {
      await same(servers, async () => {
        const sets = await everywhere(objects, (namespace) => statefulSetsIn(plane.api, namespace));
        const pods = await everywhere(objects, (namespace) => podsIn(plane.api, namespace));
        return sets.every(isSettled) ? pods.filter(isReady) : [];
      });
    });

    test('has every claim bound', async () => {
      await same(claimsOf(objects), async () => {
        const claims = await everywhere(objects, (namespace) => claimsIn(plane.api, namespace));
        return claims.filter(({ status }) => status?.phase === 'Bound');
      });
    });

    test('has Services that lead to exactly its servers', async () => {
      const services = objects.filter(
        ({ kind, metadata }) => kind === 'Service' && !besideTenants.includes(metadata.name),
      );
      expect(services.length).toBeGreaterThan(1);
      for (const { metadata } of services) {
        const { name, namespace = 'default' } = metadata;
        const own = servers.filter((server) => server.startsWith(`${namespace}/`));
        await same(own, () => endpointsOf(namespace, name));
      }
    });

    test('is not changed by another apply', async () => {
      expect(await changedAgain(objects)).toEqual([]);
    });
  },
);
