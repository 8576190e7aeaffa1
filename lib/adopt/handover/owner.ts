import type { LiveObject } from '../live-objects';
import { pairsAt, textAt } from '../value';
import { fieldManagers } from './field-managers';

/** Who applies an object, by the marks that it has left there. */
export type Owner =
  /** A release that somebody installs and upgrades with `helm`. */
  | {
      readonly kind: 'helm';
      readonly release: string;
      readonly namespace: string;
      /** Of the chart. */
      readonly version?: string;
    }
  /** A HelmRelease of Flux, and the release that it makes. */
  | {
      readonly kind: 'flux-release';
      readonly name: string;
      readonly namespace: string;
      readonly release: string;
    }
  | { readonly kind: 'flux-kustomization'; readonly name: string; readonly namespace: string }
  | { readonly kind: 'argo'; readonly application: string; readonly namespace: string }
  | { readonly kind: 'terraform' }
  /** No mark says it; a chart may have been rendered by something else than Helm. */
  | { readonly kind: 'unknown'; readonly isRendered: boolean };

/** The owners of these objects, each once: as the first of its objects tells it. What only lacks a mark is the others' too. */
export function ownersOf(objects: readonly LiveObject[]): Owner[] {
  const owners = new Map<string, Owner>();
  const hasMark = (object: LiveObject) => ownerOf(object).kind !== 'unknown';
  const telling = objects.filter((object) => object.kind === 'StatefulSet' || hasMark(object));
  for (const owner of telling.map(ownerOf)) {
    const { version: _ofChart, ...identity } = { version: '', ...owner };
    const key = JSON.stringify(identity);
    if (!owners.has(key)) owners.set(key, owner);
  }
  return [...owners.values()];
}

/**
 * The marks, the plainest first: labels of Flux (fluxcd.io, "Kustomization" and "HelmRelease": they are set on every object
 * that is applied), the tracking id of Argo CD (argo-cd.readthedocs.io, "Resource Tracking"), and the annotations by which
 * Helm knows its release (helm v3 and v4, pkg/action/validate.go).
 */
function ownerOf(object: LiveObject): Owner {
  const labels = pairsAt(object.value, 'metadata', 'labels');
  const annotations = pairsAt(object.value, 'metadata', 'annotations');
  const release = annotations['meta.helm.sh/release-name'];
  const flux = (group: string) => ({
    name: labels[`${group}.toolkit.fluxcd.io/name`] ?? '',
    namespace: labels[`${group}.toolkit.fluxcd.io/namespace`] ?? object.namespace,
  });
  const helmRelease = flux('helm');
  if (helmRelease.name !== '') {
    return { kind: 'flux-release', ...helmRelease, release: release ?? helmRelease.name };
  }
  const kustomization = flux('kustomize');
  if (kustomization.name !== '') return { kind: 'flux-kustomization', ...kustomization };
  const managers = fieldManagers([object]);
  const application = applicationOf(labels, annotations, managers);
  if (application !== undefined) return { kind: 'argo', ...application };
  if (managers.some((manager) => /^(hashicorp|terraform)/i.test(manager))) return { kind: 'terraform' };
  if (release === undefined) {
    return { kind: 'unknown', isRendered: labels['app.kubernetes.io/managed-by'] === 'Helm' };
  }
  const version = /-(\d+\.\d+\.\d+.*)$/.exec(labels['helm.sh/chart'] ?? '')?.[1];
  return {
    kind: 'helm',
    release,
    namespace: annotations['meta.helm.sh/release-namespace'] ?? object.namespace,
    ...(version !== undefined && { version: version.replaceAll('_', '+') }),
  };
}

/**
 * The Application that a tracking id names: `NAME:GROUP/KIND:NAMESPACE/NAME`, with `NAMESPACE_` before the name where
 * Applications may be in any namespace. Those that are tracked by a label say no more than the name.
 */
function applicationOf(
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
  managers: readonly string[],
): { readonly application: string; readonly namespace: string } | undefined {
  const byLabel =
    labels['argocd.argoproj.io/instance'] ??
    (managers.some((manager) => manager.startsWith('argocd-'))
      ? labels['app.kubernetes.io/instance']
      : undefined);
  const tracked = annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? byLabel;
  if (tracked === undefined) return undefined;
  const [, namespace = 'argocd', application = tracked] = /^([^_]+)_(.+)$/.exec(tracked) ?? [];
  return { application, namespace };
}

/** Whether Helm's templates have made an object, by what they write into it. */
export function isOfChart({ value }: LiveObject): boolean {
  return (
    textAt(value, 'metadata', 'annotations', 'meta.helm.sh/release-name') !== undefined ||
    textAt(value, 'metadata', 'labels', 'app.kubernetes.io/managed-by') === 'Helm'
  );
}
