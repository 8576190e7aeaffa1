import { fieldsAt, itemsAt, textAt, textsAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf } from '../objects';
import { podLabelsOf, selectorTakes } from '../selectors';
import { comparedName, note, type Effect, type EffectContext, type StayingTenant } from './effect';

/**
 * Kinds of other systems that say who may connect to whom, and how: of Cilium, Calico, Antrea, the network policies of a
 * cluster, Istio, Linkerd, Kuma and Consul. Each has rules and an order of its own, which nobody here evaluates.
 */
const kinds: Readonly<Record<string, RegExp>> = {
  CiliumNetworkPolicy: /^cilium\.io\//,
  CiliumClusterwideNetworkPolicy: /^cilium\.io\//,
  NetworkPolicy: /(projectcalico|antrea)/,
  GlobalNetworkPolicy: /projectcalico/,
  ClusterNetworkPolicy: /(antrea|policy\.networking\.k8s\.io)/,
  AdminNetworkPolicy: /^policy\.networking\.k8s\.io\//,
  BaselineAdminNetworkPolicy: /^policy\.networking\.k8s\.io\//,
  AuthorizationPolicy: /(istio|linkerd)/,
  PeerAuthentication: /istio/,
  RequestAuthentication: /istio/,
  Sidecar: /istio/,
  Server: /linkerd/,
  ServerAuthorization: /linkerd/,
  MeshTrafficPermission: /kuma/,
  ServiceIntentions: /consul/,
};

/** A policy that may cut servers off and is not judged: that it is there is told, and to be looked at. */
export function* policyEffects(object: ComparedObject, { staying }: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const of = kinds[comparedName(object).kind];
  const sides = [before, after].filter((side) => side !== undefined);
  if (of === undefined || !sides.every(({ apiVersion }) => of.test(String(apiVersion)))) return;
  if (sides.length === 2 && !differences.some(({ path }) => path.startsWith('spec'))) return;
  const touched = staying.filter((tenant) => sides.some((side) => maybeOver(side, tenant)));
  for (const { title } of touched) {
    yield note(
      key,
      `It may say to whom servers of ${title} connect, and what it says is not judged here: see that they still reach each other, the name servers and their clients.`,
      'procedure',
    );
  }
}

/** Whether a policy may be about pods of a tenant. One that selects in a way that is not known here may. */
function maybeOver(policy: Fields, { tenant, sets }: StayingTenant): boolean {
  const { namespace } = nameOf(policy);
  if (!maybeSame(namespace, tenant.namespace)) return isForAll(policy);
  const selectors = selectorsOf(policy);
  return (
    selectors.length === 0 ||
    selectors.some((selector) => sets.some(({ object }) => takes(selector, podLabelsOf(object))))
  );
}

/** What stands in the root namespace of Istio counts everywhere. */
function isForAll(policy: Fields): boolean {
  return /istio/.test(String(policy.apiVersion)) && nameOf(policy).namespace === 'istio-system';
}

function selectorsOf(policy: Fields): Fields[] {
  const specs = [fieldsAt(policy, 'spec'), ...itemsAt(policy, 'specs')];
  return specs.flatMap((spec) =>
    ['endpointSelector', 'selector', 'podSelector', 'workloadSelector'].flatMap((field) => {
      const said = valueAt(spec, field);
      return typeof said === 'object' && said !== null ? [fieldsAt(spec, field)] : [];
    }),
  );
}

/** Cilium writes `k8s:` before labels of Kubernetes, Istio's Sidecar `labels` for matchLabels; what says nothing takes all. */
function takes(selector: Fields, labels: Readonly<Record<string, string>>): boolean {
  const said = { ...textsAt(selector, 'matchLabels'), ...textsAt(selector, 'labels') };
  const own = (label: string) => label.replace(/^k8s:/, '');
  const matchLabels = Object.fromEntries(Object.entries(said).map(([label, value]) => [own(label), value]));
  const matchExpressions = itemsAt(selector, 'matchExpressions').map((rule) => ({
    ...rule,
    key: own(textAt(rule, 'key') ?? ''),
  }));
  if (Object.keys(matchLabels).length + matchExpressions.length === 0) return true;
  return selectorTakes({ matchLabels, matchExpressions }, labels);
}
