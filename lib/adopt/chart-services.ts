import { consolePort, s3Port } from '../tenant/volumes';
import type { LiveObject, LiveProblem } from './live-objects';
import { problemAt, type LiveTenant } from './live-tenant';
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

/** Reads the Services; a problem where the headless one is missing or loses servers. */
export function chartServices(tenant: LiveTenant, problems: LiveProblem[]): ChartServices {
  const services = tenant.objects.filter(({ kind }) => kind === 'Service');
  const headless = services.find(({ name }) => name === tenant.headlessService);
  const selector = pairsAt(headless?.value, 'spec', 'selector');
  const [pool] = tenant.pools;
  if (headless === undefined && pool !== undefined) {
    problems.push(
      problemAt(
        pool.set,
        'live-unknown',
        `Its headless Service "${tenant.headlessService}" is not among the objects, so what it selects is unknown.`,
        `Give the Services too: kubectl get service -n ${tenant.namespace} -o yaml.`,
      ),
    );
  }
  const lost = tenant.pools.find(
    ({ template }) => !contains(pairsAt(template, 'metadata', 'labels'), selector),
  );
  if (headless !== undefined && (isEmpty(selector) || lost !== undefined)) {
    problems.push(
      problemAt(
        headless,
        'live-unknown',
        `It does not select the servers of ${lost === undefined ? 'the tenant' : `StatefulSet ${lost.set.name}`}.`,
        'Only a tenant whose headless Service selects all of its servers can be adopted.',
      ),
    );
  }
  const clients = services.filter((service) => isForClients(service, tenant));
  const client = clients.find(({ name }) => name === `${tenant.name}-svc`) ?? clients[0];
  return {
    selector,
    clientService: client === undefined ? {} : clientServiceOf(client),
    settings: client === undefined ? {} : settingsOf(client),
  };
}

function isForClients(service: LiveObject, { headlessService, pools }: LiveTenant): boolean {
  const selector = pairsAt(service.value, 'spec', 'selector');
  const ports = [s3Port, consolePort].map((port) => portNamed(service, port));
  return (
    service.name !== headlessService &&
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
