import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { composeTenant, type KubernetesObject, type TenantSpec } from 'rustfs-constructs';

/** A pod as the controller makes it from its StatefulSet. */
export interface RenderedPod {
  readonly name: string;
  readonly namespace: string;
  readonly statefulSet: string;
  readonly ordinal: number;
  /** The names by which others find it, without and with the domains of the cluster. */
  readonly hostNames: readonly string[];
  readonly spec: PodSpec;
  readonly container: Container;
  /** The volumes that are claims of the pod's own. */
  readonly claims: readonly string[];
  /** Seconds for which it has to be ready before the controller goes on. */
  readonly minReadySeconds: number;
}

/** The pods of a declaration, pool by pool, in the order of their ordinals. */
export function renderedPods(spec: TenantSpec): RenderedPod[] {
  return composeTenant(spec).filter(isStatefulSet).flatMap(podsOf);
}

type ComposedSet = Extract<KubernetesObject, StatefulSet & { kind: string }>;

function isStatefulSet(object: KubernetesObject): object is ComposedSet {
  return object.kind === 'StatefulSet';
}

function podsOf({ metadata: { name, namespace }, spec }: ComposedSet): RenderedPod[] {
  const podSpec = spec?.template.spec;
  const container = podSpec?.containers[0];
  if (spec === undefined || podSpec === undefined || container === undefined) {
    throw new Error(`The StatefulSet ${name} has no container.`);
  }
  const first = spec.ordinals?.start ?? 0;
  return Array.from({ length: spec.replicas ?? 1 }, (_, i) => {
    const pod = `${name}-${first + i}`;
    const host = `${pod}.${spec.serviceName}.${namespace}`;
    return {
      name: pod,
      namespace,
      statefulSet: name,
      ordinal: first + i,
      hostNames: [`${host}.svc.cluster.local`, `${host}.svc`, host],
      spec: podSpec,
      container,
      claims: (spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? ''),
      minReadySeconds: spec.minReadySeconds ?? 0,
    };
  });
}
