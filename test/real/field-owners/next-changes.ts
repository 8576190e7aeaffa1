import type { TenantSpec } from 'rustfs-constructs';
import { stringify } from 'yaml';
import type { ControlPlane } from '../control-plane/start';
import { podsIn, settled, statefulSetsIn } from '../harness/objects';
import type { Terminal } from '../harness/terminal';

/** Whoever applies a tenant from now on. */
export interface Applier {
  /** Its field manager, as `plan --live` is told. @default kubectl */
  readonly manager?: string;
  /** Applies the declaration, which also lies in the terminal's folder. */
  readonly apply: (spec: TenantSpec, file: string) => Promise<void>;
}

/** A tenant that runs in a namespace. */
export interface Running {
  readonly plane: ControlPlane;
  readonly terminal: Terminal;
  readonly spec: TenantSpec;
}

/** A change, by what it makes of the declaration. */
export interface NextChange {
  readonly title: string;
  readonly change: (spec: TenantSpec) => TenantSpec;
}

/** What everybody does sooner or later: another image, fields that go, another pool. */
export const nextChanges: readonly NextChange[] = [
  { title: 'another image', change: (spec) => ({ ...spec, image: 'rustfs/rustfs:1.0.1' }) },
  {
    title: 'fields that go',
    change: ({ env: _env, priorityClassName: _priority, pod: _pod, ...spec }) => ({
      ...spec,
      pod: { minReadySeconds: 0 },
      pools: spec.pools.map(({ resources: _resources, nodeSelector: _selector, ...pool }) => pool),
    }),
  },
  {
    title: 'another pool',
    change: (spec) => ({
      ...spec,
      pools: [...spec.pools, ...spec.pools.slice(0, 1).map((pool) => ({ ...pool, name: 'pool-more' }))],
    }),
  },
];

/** What a plan said, and what then happened. */
export interface Followed {
  readonly title: string;
  /** The StatefulSets whose pods the plan restarts, and those whose pods are others afterwards. */
  readonly planned: readonly string[];
  readonly restarted: readonly string[];
  /** What the plan calls staying, on any object. */
  readonly stays: readonly string[];
  /** What the plan says afterwards of the same declaration. */
  readonly afterwards: string;
}

/** The words of a plan that finds nothing to do. */
export const nothing = 'Verdict: nothing changes';

/**
 * Makes the changes one after the other, each as users do it: the plan against the cluster, the apply, the plan again.
 *
 * @returns what was planned and what happened, for the test to compare.
 */
export async function followed(
  { plane, terminal, spec }: Running,
  applier: Applier,
  changes: readonly NextChange[] = nextChanges,
): Promise<readonly Followed[]> {
  const found: Followed[] = [];
  const manager = applier.manager === undefined ? '' : ` --manager ${applier.manager}`;
  let declared = spec;
  for (const { title, change } of changes) {
    declared = change(declared);
    const file = `${declared.name}.yaml`;
    terminal.write(file, stringify(declared, { aliasDuplicateObjects: false }));
    const plan = (form: string) =>
      terminal.attempt(
        `kubectl get statefulset,service,serviceaccount,poddisruptionbudget -n ${spec.namespace} -o yaml --show-managed-fields |
  rustfs-tenant plan --live - ${file}${manager}${form}`,
      );
    const { output } = await plan(' --json');
    const { objects }: Planned = JSON.parse(output);
    const before = await podsBySet(plane, spec.namespace);
    await applier.apply(declared, file);
    await settled(plane.api, spec.namespace);
    const after = await podsBySet(plane, spec.namespace);
    const sets = objects.filter(({ kind }) => kind === 'StatefulSet');
    found.push({
      title,
      planned: sets
        .filter((set) => set.change === 'rolls')
        .map(({ name }) => name)
        .sort(),
      restarted: [...before]
        .filter(([name, pods]) => after.get(name) !== pods)
        .map(([name]) => name)
        .sort(),
      stays: objects.flatMap(({ stays = [] }) => stays.map(({ field }) => field)),
      afterwards: (await plan('')).output.trimEnd().split('\n').at(-1) ?? '',
    });
  }
  return found;
}

interface Planned {
  readonly objects: readonly {
    readonly kind: string;
    readonly name: string;
    readonly change: string;
    readonly stays?: readonly { readonly field: string }[];
  }[];
}

/** Of each StatefulSet, which pods it has. */
async function podsBySet({ api }: ControlPlane, namespace: string): Promise<ReadonlyMap<string, string>> {
  const pods = await podsIn(api, namespace);
  const sets = await statefulSetsIn(api, namespace);
  return new Map(
    sets.map(({ metadata }) => {
      const uids = pods
        .filter((pod) => pod.metadata?.ownerReferences?.some(({ uid }) => uid === metadata?.uid))
        .map((pod) => pod.metadata?.uid);
      return [metadata?.name ?? '', uids.sort().join()];
    }),
  );
}
