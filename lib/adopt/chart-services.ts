import { consolePort, s3Port } from '../tenant/volumes';
import { problemAt, type LiveObject, type LiveProblem } from './live-objects';
import type { LivePool, LiveTenant } from './live-tenant';
import { authoredAnnotations } from './stored';
import {
  at,
  contains,
  fieldsAt,
  isEmpty,
  listAt,
  pairsAt,
  saying,
  textAt,
  without,
  type Fields,
} from './value';

/** How the live Services reach the servers. */
export interface ChartServices {
  /** What the headless Service selects. */
  readonly selector: Readonly<Record<string, string>>;
  /** The one Service with both ports; empty when there is none. */
  readonly clientService: Fields;
  /** Its settings, in the words of `services.io`. */
  readonly settings: Fields;
}

/** Labels that Helm and the chart write. */
const chartLabels = {
  'helm.sh/chart': '',
  'app.kubernetes.io/name': '',
  'app.kubernetes.io/instance': '',
  'app.kubernetes.io/version': '',
  'app.kubernetes.io/managed-by': '',
};

/** Reads the Services; a problem where the headless one is missing, loses servers, or is none. */
export function chartServices(tenant: LiveTenant, problems: LiveProblem[]): ChartServices {
  const services = tenant.objects.filter(({ kind }) => kind === 'Service');
  const governing = services.find(({ name }) => name === tenant.headlessService);
  const selector = pairsAt(governing?.value, 'spec', 'selector');
  const [pool] = tenant.pools;
  if (governing === undefined && pool !== undefined) problems.push(noService(tenant, pool));
  const lost = tenant.pools.find(
    ({ template }) => !contains(pairsAt(template, 'metadata', 'labels'), selector),
  );
  if (governing !== undefined && (isEmpty(selector) || lost !== undefined)) {
    problems.push(
      problemAt(
        governing,
        'live-unknown',
        `It does not select the servers of ${lost === undefined ? 'the tenant' : `StatefulSet ${lost.set.name}`}.`,
        'Only a tenant whose headless Service selects all of its servers can be adopted.',
      ),
    );
  }
  const clients = services.filter((service) => isForClients(service, tenant));
  // A Service with an address never becomes headless, so that clients keep the one that the StatefulSet names.
  const isShared = governing !== undefined && !isHeadless(governing);
  const client = isShared
    ? clients.find((service) => service === governing)
    : (clients.find(({ name }) => name === `${tenant.name}-svc`) ?? clients[0]);
  if (isShared) problems.push(...sharedProblems(tenant, governing, client));
  return {
    selector,
    clientService: client === undefined ? {} : clientServiceOf(client),
    settings: client === undefined ? {} : settingsOf(client),
  };
}

function noService({ headlessService, namespace }: LiveTenant, { set }: LivePool): LiveProblem {
  const isNamed = headlessService !== '';
  return problemAt(
    set,
    'live-unknown',
    isNamed
      ? `Its headless Service "${headlessService}" is not among the objects, so what it selects is unknown.`
      : 'It names no headless Service (serviceName), and Kubernetes never lets that change.',
    isNamed
      ? `Give the Services too: kubectl get service -n ${namespace} -o yaml.`
      : 'Such a StatefulSet can only go on as it is.',
  );
}

/** Whether a Service has no address of its own. Kubernetes never changes it (validation of `clusterIP`). */
export function isHeadless({ value }: LiveObject): boolean {
  return textAt(value, 'spec', 'clusterIP') === 'None';
}

/** A lone drive dials no other, so its one Service may have an address: that at which clients have it. */
function sharedProblems(
  { expressions }: LiveTenant,
  service: LiveObject,
  client: LiveObject | undefined,
): LiveProblem[] {
  const what = 'It is the Service that the StatefulSet names (serviceName), and it has an address. ';
  if (expressions.kind !== 'path') {
    const message = `${what}The servers find each other by a headless one, and Kubernetes never takes an address away.`;
    return [problemAt(service, 'live-unknown', message, 'Such a tenant can only go on as it is.')];
  }
  if (client !== undefined) return [];
  const message =
    `${what}Kubernetes never takes that away, so it stays the Service for clients, and a declaration's has the ports ` +
    `${s3Port} and ${consolePort}, each with a name.`;
  const fix = 'Give the live Service both ports with kubectl edit, which restarts no pod; then adopt.';
  return [problemAt(service, 'live-unknown', message, fix)];
}

function isForClients(service: LiveObject, { pools }: LiveTenant): boolean {
  const selector = pairsAt(service.value, 'spec', 'selector');
  const ports = [s3Port, consolePort].map((port) => portNamed(service, port));
  return (
    !isHeadless(service) &&
    !isEmpty(selector) &&
    !ports.includes(undefined) &&
    pools.every(({ template }) => contains(pairsAt(template, 'metadata', 'labels'), selector))
  );
}

/** The name of a port; undefined where the Service has no such port. */
function portNamed({ value }: LiveObject, port: number): string | undefined {
  return textAt(
    listAt(value, 'spec', 'ports').find((one) => at(one, 'port') === port),
    'name',
  );
}

function clientServiceOf(service: LiveObject): Fields {
  return {
    name: service.name,
    s3PortName: portNamed(service, s3Port),
    consolePortName: portNamed(service, consolePort),
  };
}

function settingsOf({ value }: LiveObject): Fields {
  const { type, sessionAffinity, loadBalancerClass, loadBalancerSourceRanges, externalTrafficPolicy } =
    fieldsAt(value, 'spec');
  return saying({
    type: type === 'ClusterIP' ? undefined : type,
    sessionAffinity: sessionAffinity === 'None' ? undefined : sessionAffinity,
    loadBalancerClass,
    loadBalancerSourceRanges,
    externalTrafficPolicy: externalTrafficPolicy === 'Cluster' ? undefined : externalTrafficPolicy,
    annotations: authoredAnnotations(value),
    labels: without(pairsAt(value, 'metadata', 'labels'), chartLabels),
  });
}
