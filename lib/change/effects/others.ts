import { textAt, textsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { nameOf } from '../objects';
import type { ObservedTenant } from '../observed';
import { comparedName, note, type Effect, type EffectContext } from './effect';
import { selectsPodsOf } from './headless';

/** What the removal of an object of a kind does, where nothing more is known of it. */
const removals: Readonly<Record<string, string>> = {
  Service: 'Whoever comes by it is cut off; it leads to no server of a tenant that is seen here.',
  Secret: 'No server that is seen here takes anything from it.',
  ConfigMap: 'No server that is seen here takes anything from it.',
  ServiceAccount: 'No server that is seen here runs as it.',
  PriorityClass: 'No server that is seen here has it.',
  RuntimeClass: 'No server that is seen here has it.',
  PodDisruptionBudget: 'Nothing keeps a drain of nodes from evicting several servers at once any more.',
  NetworkPolicy: 'What it kept from or let through to its pods, no longer is.',
  Ingress: 'Clients that come by it are cut off.',
  HTTPRoute: 'Clients that come by it are cut off.',
  GRPCRoute: 'Clients that come by it are cut off.',
  TLSRoute: 'Clients that come by it are cut off.',
  TCPRoute: 'Clients that come by it are cut off.',
  Gateway: 'Clients that come by it are cut off.',
  VirtualService: 'Clients that come by it are cut off.',
  IngressRoute: 'Clients that come by it are cut off.',
  Route: 'Clients that come by it are cut off.',
  StorageClass: 'Volumes that are there stay; new claims of it wait for ever, those of a new server too.',
  VolumeAttributesClass: 'Volumes that are there stay; new claims that name it wait for ever.',
  VolumeSnapshot: 'The snapshot is deleted with it, unless its class retains it.',
  VolumeSnapshotContent: 'The snapshot is deleted with it, unless it is retained.',
  Certificate: 'Its Secret stays, and nothing renews it from now on.',
  Issuer: 'Certificates that it signs are no longer renewed.',
  ClusterIssuer: 'Certificates that it signs are no longer renewed.',
  SecretStore: 'Secrets that come from it are no longer renewed.',
  ClusterSecretStore: 'Secrets that come from it are no longer renewed.',
  ServiceMonitor: 'Nothing scrapes what it selects any more.',
  PodMonitor: 'Nothing scrapes what it selects any more.',
  PrometheusRule: 'Its alerts are no longer raised.',
  Role: 'Who is bound to it may no longer do what it allows.',
  ClusterRole: 'Who is bound to it may no longer do what it allows.',
  RoleBinding: 'Who is bound by it may no longer do what it allows.',
  ClusterRoleBinding: 'Who is bound by it may no longer do what it allows.',
  ResourceQuota: 'The namespace is no longer held to it.',
  LimitRange: 'Pods of the namespace no longer get its defaults.',
  Job: 'Its pods are deleted with it.',
  CronJob: 'It no longer runs, and its jobs are deleted with it.',
  Deployment: 'Its pods are deleted with it.',
  DaemonSet: 'Its pods are deleted with it.',
  StatefulSet: 'Its pods are deleted with it.',
  Pod: 'It is deleted.',
};

/** A line for every object that is gone and of which no other rule has told. */
export function* otherEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  if (before === undefined || after !== undefined || isOfLeaving(before, context)) return;
  const { kind } = comparedName(object);
  yield note(key, removals[kind] ?? 'It is removed; what that does is not known here.');
}

/** Whether an object goes with pools or tenants that leave, whose part of the plan tells of it. */
function isOfLeaving(object: Fields, { leaving, leavingSets, staying }: EffectContext): boolean {
  const { kind, namespace } = nameOf(object);
  if (kind === 'StatefulSet') return leavingSets.includes(object);
  if (kind !== 'PodDisruptionBudget') return isTenants(object, leaving);
  const isOver = (set: Fields) => nameOf(set).namespace === namespace && budgets(object, set);
  return leavingSets.some(isOver) && !staying.some(({ sets }) => sets.some((set) => isOver(set.object)));
}

function budgets(budget: Fields, statefulSet: Fields): boolean {
  const selector = textsAt(budget, 'spec', 'selector', 'matchLabels');
  return selectsPodsOf({ spec: { selector } }, statefulSet);
}

const tenantKinds = new Set(['Secret', 'ServiceAccount', 'Certificate', 'Service']);

function isTenants(object: Fields, tenants: readonly ObservedTenant[]): boolean {
  const { kind, namespace } = nameOf(object);
  const tenant = textAt(object, 'metadata', 'labels', 'rustfs.tenant');
  return (
    tenantKinds.has(kind) && tenants.some((each) => each.namespace === namespace && each.name === tenant)
  );
}
