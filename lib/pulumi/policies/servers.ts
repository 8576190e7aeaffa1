import type { Policy, PolicyResource } from './policy';

/** The part of a StatefulSet that rules read. Everything may be missing: the inputs are whatever a program says. */
export interface ServerSet {
  readonly replicas?: number;
  readonly persistentVolumeClaimRetentionPolicy?: {
    readonly whenDeleted?: string;
    readonly whenScaled?: string;
  };
  readonly template?: { readonly spec?: ServerPod };
}

/** The part of a pod that rules read. */
export interface ServerPod {
  readonly containers?: readonly ServerContainer[];
  readonly affinity?: {
    readonly podAntiAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly { readonly topologyKey?: string }[];
    };
  };
}

/** The part of a container that rules read. */
export interface ServerContainer {
  readonly name?: string;
  readonly image?: string;
  readonly env?: readonly { readonly name?: string; readonly value?: string }[];
}

/**
 * A rule about StatefulSets of RustFS servers: those with the label `app.kubernetes.io/name: rustfs`, and those that are told
 * drives. A transform may take the label away, and must not take the rule with it.
 */
export function serverPolicy(
  rule: Pick<Policy, 'name' | 'description' | 'enforcementLevel'>,
  violations: (set: ServerSet, metadata: ServerMetadata) => Iterable<string>,
): Policy {
  return {
    ...rule,
    validateResource: (resource, report) => {
      if (!isServerSet(resource)) return;
      for (const violation of violations(resource.props.spec ?? {}, resource.props.metadata ?? {}))
        report(violation);
    },
  };
}

/** The containers of the set's pods. */
export function containersOf({ template }: ServerSet): readonly ServerContainer[] {
  return template?.spec?.containers ?? [];
}

interface ServerSetResource extends PolicyResource {
  readonly props: { readonly spec?: ServerSet; readonly metadata?: ServerMetadata };
}

/** What the set is called, as far as rules read it. */
export interface ServerMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Labels;
}

function isServerSet(resource: PolicyResource): resource is ServerSetResource {
  return (
    resource.type === 'kubernetes:apps/v1:StatefulSet' &&
    (labelsOf(resource)['app.kubernetes.io/name'] === 'rustfs' || isToldDrives(resource))
  );
}

function isToldDrives({ props }: { readonly props: { readonly spec?: ServerSet } }): boolean {
  return containersOf(props.spec ?? {}).some(({ env = [] }) =>
    env.some(({ name }) => name === 'RUSTFS_VOLUMES'),
  );
}

function labelsOf({
  props,
}: {
  readonly props: { readonly metadata?: { readonly labels?: Labels } };
}): Labels {
  return props.metadata?.labels ?? {};
}

type Labels = Readonly<Record<string, unknown>>;
