import { itemsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf } from '../objects';
import { podReferences } from '../pod-references';
import { makesSecrets } from '../secret-makers';
import { podOf } from '../selectors';
import { comparedName, note, type Effect, type EffectContext, type StayingTenant } from './effect';
import { selectsPodsOf } from './headless';
import { holdsStores } from './stores';
import { isClaimName } from './users';

/**
 * Kinds of which other rules tell, or that do nothing to what they name: they look at it, say who may, or copy it. An object of
 * any other kind that names what a tenant has is told.
 */
const judged = new Set([
  ...['Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'Secret', 'ConfigMap', 'ServiceAccount'],
  ...['Service', 'EndpointSlice', 'NetworkPolicy', 'PodDisruptionBudget', 'Event', 'Lease'],
  ...[
    'Ingress',
    'HTTPRoute',
    'GRPCRoute',
    'TLSRoute',
    'TCPRoute',
    'VirtualService',
    'Gateway',
    'ReferenceGrant',
  ],
  ...['IngressRoute', 'IngressRouteTCP', 'HTTPProxy', 'Route', 'Certificate', 'Issuer', 'ClusterIssuer'],
  ...['HorizontalPodAutoscaler', 'ScaledObject', 'CustomResourceDefinition', 'APIService'],
  ...[
    'Role',
    'ClusterRole',
    'RoleBinding',
    'ClusterRoleBinding',
    'StorageClass',
    'IngressClass',
    'GatewayClass',
  ],
  ...[
    'VolumeSnapshot',
    'VolumeSnapshotContent',
    'VolumeSnapshotClass',
    'ReplicationSource',
    'VolumeAttributesClass',
    'CSIDriver',
  ],
  ...[
    'ServiceMonitor',
    'PodMonitor',
    'Probe',
    'ScrapeConfig',
    'PrometheusRule',
    'Application',
    'ApplicationSet',
  ],
  ...['Kustomization', 'HelmRelease', 'Tenant', 'PriorityClass', 'RuntimeClass'],
]);

/** An object of a kind that is not known here, which names servers, their claims, Secrets or Services. */
export function* mentionEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { staying, former } = context;
  const { key, before, after, differences } = object;
  const { kind, namespace } = comparedName(object);
  if (judged.has(kind) || makesSecrets(kind) || holdsStores(kind)) return;
  if (before !== undefined && after !== undefined && differences.every(({ path }) => isSilent(path))) return;
  const sides = [before, after].filter((side) => side !== undefined);
  // What has pods is told by what these do.
  if (
    sides.some((side) => podOf(side) !== undefined && itemsAt(podOf(side), 'spec', 'containers').length > 0)
  )
    return;
  const said = sides.flatMap(textsOf);
  for (const each of staying.filter(({ title }) => former.some((other) => other.title === title))) {
    const names = namesOf(each, context);
    const isHere = maybeSame(each.tenant.namespace, namespace);
    const first = said.find((text) => {
      // In DNS: NAME.NAMESPACE.svc, or a server's name before that of its Service.
      const [own = '', ...rest] = text.split('.');
      return (isHere && names(text)) || (rest.includes(each.tenant.namespace) && [own, ...rest].some(names));
    });
    if (first === undefined) continue;
    yield note(
      key,
      `It names ${first} of ${each.title}, and what the kind ${kind} does with it is not known here: see that before it is applied.`,
      'procedure',
    );
  }
}

function isSilent(path: string): boolean {
  return path.startsWith('metadata') || path.startsWith('status');
}

/** All texts of an object but for its own metadata; its own name as well, where it may be that of a Secret which it makes. */
function textsOf(object: Fields): string[] {
  const { metadata: _metadata, apiVersion: _version, kind, status: _status, ...rest } = object;
  return [...textsIn(rest), ...(/secret/i.test(String(kind)) ? [nameOf(object).name] : [])];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Whether a text is the name of a StatefulSet, a server, a claim, a Secret that servers take, or a Service that leads to them. */
function namesOf({ tenant, sets }: StayingTenant, { now }: EffectContext): (text: string) => boolean {
  const services = now
    .filter(
      (object) => nameOf(object).kind === 'Service' && maybeSame(nameOf(object).namespace, tenant.namespace),
    )
    .filter((service) => sets.some((set) => selectsPodsOf(service, set.object)));
  const names = new Set([
    ...services.map((service) => nameOf(service).name),
    ...sets.flatMap(({ pool, object }) => [
      nameOf(object).name,
      ...(pool.service === '' ? [] : [pool.service]),
      ...podReferences(object)
        .filter(({ kind }) => kind === 'Secret' || kind === 'PersistentVolumeClaim')
        .map(({ name }) => name),
    ]),
  ]);
  const isServer = (text: string) =>
    sets.some(({ object }) => {
      const start = `${nameOf(object).name}-`;
      return text.startsWith(start) && /^\d+$/.test(text.slice(start.length));
    });
  return (text) => names.has(text) || isServer(text) || isClaimName(tenant, text);
}
