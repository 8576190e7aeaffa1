import type { ComparedObject } from '../object-change';
import { comparedName, note, type Effect } from './effect';

/** Objects by which Argo CD and Flux apply other objects, and prune what they no longer find. */
const deliveries: Readonly<Record<string, RegExp>> = {
  Application: /^argoproj\.io\//,
  ApplicationSet: /^argoproj\.io\//,
  Kustomization: /^kustomize\.toolkit\.fluxcd\.io\//,
  HelmRelease: /^helm\.toolkit\.fluxcd\.io\//,
};

/** What is applied by them is not among the objects, so nobody here can tell what goes with a change of theirs. */
export function* deliveryEffects(object: ComparedObject): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const api = deliveries[comparedName(object).kind];
  if (before === undefined || api === undefined || !api.test(String(before.apiVersion))) return;
  if (after === undefined) {
    yield note(
      key,
      'What it has applied may be deleted with it, tenants and their namespaces among it.',
      'procedure',
    );
  } else if (differences.some(({ path }) => path.startsWith('spec'))) {
    yield note(
      key,
      'What it applies may be other objects, and it may delete those of before: plan what it makes, before and after.',
      'procedure',
    );
  }
}
