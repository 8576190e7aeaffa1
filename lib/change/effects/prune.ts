import { textsAt, type Fields } from '../fields';

/**
 * The annotation by which an object stays in the cluster when it is no longer in the files: Argo CD, Flux and Helm each
 * have one. Undefined where it has none of them.
 */
export function keptBy(object: Fields): string | undefined {
  const annotations = textsAt(object, 'metadata', 'annotations');
  const options = (annotations['argocd.argoproj.io/sync-options'] ?? '')
    .split(',')
    .map((option) => option.trim());
  const found = [
    ['argocd.argoproj.io/sync-options', options.includes('Prune=false')],
    ['kustomize.toolkit.fluxcd.io/prune', annotations['kustomize.toolkit.fluxcd.io/prune'] === 'disabled'],
    ['helm.sh/resource-policy', annotations['helm.sh/resource-policy'] === 'keep'],
  ] as const;
  return found.find(([, isKept]) => isKept)?.[0];
}
