import { textsAt, type Fields } from '../fields';

/** What keeps an object in the cluster. */
export interface KeptBy {
  readonly annotation: string;
  readonly tool: string;
}

/**
 * The annotation by which an object stays in the cluster when it is no longer in the files, and the tool that goes by it:
 * Argo CD, Flux and Helm each have one, and none goes by that of another. Undefined where it has none of them.
 */
export function keptBy(object: Fields): KeptBy | undefined {
  const annotations = textsAt(object, 'metadata', 'annotations');
  const options = (annotations['argocd.argoproj.io/sync-options'] ?? '')
    .split(',')
    .map((option) => option.trim());
  const found = [
    {
      annotation: 'argocd.argoproj.io/sync-options',
      tool: 'Argo CD',
      isKept: options.includes('Prune=false'),
    },
    {
      annotation: 'kustomize.toolkit.fluxcd.io/prune',
      tool: 'Flux',
      isKept: annotations['kustomize.toolkit.fluxcd.io/prune'] === 'disabled',
    },
    {
      annotation: 'helm.sh/resource-policy',
      tool: 'Helm',
      isKept: annotations['helm.sh/resource-policy'] === 'keep',
    },
  ];
  return found.find(({ isKept }) => isKept);
}
