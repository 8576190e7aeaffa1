import type { TenantDraft } from '../draft';
import { dnsLabel, normalClusterDomain, statefulSetName } from '../names';
import { error, type Problem } from '../problem';
import { keyReference, objectName } from './object-names';
import { refusal } from './ownership';

/** Names and their lengths (operator contract 1.1 and 3). */
export function* nameRules(spec: TenantDraft): Iterable<Problem> {
  yield* tenantName(spec);
  yield* namespace(spec);
  yield* clusterDomain(spec);
  yield* referredNames(spec);
  yield* podNames(spec);
}

/** 55 characters leave room for `-console` in a DNS label. */
function* tenantName({ name }: TenantDraft): Iterable<Problem> {
  if (name === undefined || (name.length <= 55 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))) return;
  yield error(
    'name',
    'tenant-name',
    `"${name}" cannot name a tenant: Services and pods are named after it, and DNS sets their syntax.`,
    'Use 1 to 55 lower-case letters, digits and hyphens, with a letter first and no hyphen at the end.',
  );
}

function* namespace({ namespace }: TenantDraft): Iterable<Problem> {
  if (namespace === undefined || dnsLabel.test(namespace)) return;
  yield error(
    'namespace',
    'namespace',
    `"${namespace}" is not a namespace's name.`,
    'Use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.',
  );
}

function* clusterDomain({ clusterDomain }: TenantDraft): Iterable<Problem> {
  if (clusterDomain === undefined) return;
  const domain = normalClusterDomain(clusterDomain);
  if (domain.length <= 253 && domain.split('.').every((label) => dnsLabel.test(label))) return;
  yield error(
    'clusterDomain',
    'cluster-domain',
    `"${clusterDomain}" is not a DNS domain, so no server could find another.`,
    'Give the domain that the cluster was made with, usually "cluster.local".',
  );
}

function* referredNames(spec: TenantDraft): Iterable<Problem> {
  const references: [path: string, name: string | undefined][] = [
    ['imagePullSecret.name', spec.imagePullSecret?.name],
    // An empty name is none at all to the operator; the rule of credentials says so.
    ['credsSecret.name', spec.credsSecret?.name === '' ? undefined : spec.credsSecret?.name],
    ['serviceAccountName', spec.serviceAccountName],
    ['priorityClassName', spec.priorityClassName],
    ...(spec.pools ?? []).map(({ priorityClassName }, i): [string, string | undefined] => [
      `pools[${i}].priorityClassName`,
      priorityClassName,
    ]),
  ];
  for (const [path, name] of references) {
    // The operator hands an empty name on, and Kubernetes takes it for none.
    if (name !== '' || spec.compatibility !== 'operator') yield* objectName(path, name);
  }
  // Of this one the operator refuses an empty name (context.rs).
  yield* keyReference('rpcSecret', spec.rpcSecret);
}

function* podNames(spec: TenantDraft): Iterable<Problem> {
  for (const [i, { name, servers, adopted }] of (spec.pools ?? []).entries()) {
    if (spec.name === undefined || name === undefined) continue;
    const set = statefulSetName(spec.name, { name, adopted });
    const path = adopted === undefined ? `pools[${i}].name` : `pools[${i}].adopted.statefulSet`;
    const lastPod = `${set}-${Math.max((servers ?? 1) - 1, 0)}`;
    if (lastPod.length > 63) {
      yield error(
        path,
        'peer-name-length',
        `The pod name "${lastPod}" has ${lastPod.length} characters; DNS allows 63.`,
        'Shorten the pool name or the tenant name.',
      );
    } else if (set.length > 52) {
      yield refusal(spec)(
        path,
        'stateful-set-name-length',
        `The StatefulSet name "${set}" has ${set.length} characters. Kubernetes adds up to 11 for the revision label, ` +
          'which may have 63, and then makes no pods.',
        'Shorten the pool name or the tenant name to 52 characters together, the hyphen included.',
      );
    }
  }
}
