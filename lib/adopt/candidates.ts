import type { LiveObject } from './live-objects';
import type { LivePool, LiveTenant } from './live-tenant';
import { at, fieldsAt, listAt, named, pairsAt, textAt, type Fields } from './value';

/** A StatefulSet that runs RustFS. */
export interface Candidate extends LivePool {
  readonly origin: LiveTenant['origin'];
  /** What tells tenants apart, as `NAMESPACE/NAME`. */
  readonly tenant: string;
}

/** The StatefulSets that run RustFS, with what tells their tenants apart. */
export function candidates(objects: readonly LiveObject[]): Candidate[] {
  return objects.filter(({ kind }) => kind === 'StatefulSet').flatMap(candidate);
}

function candidate(set: LiveObject): Candidate[] {
  const pod = fieldsAt(set.value, 'spec', 'template', 'spec');
  const container = rustfsContainer(pod);
  if (container === undefined) return [];
  const selector = pairsAt(set.value, 'spec', 'selector', 'matchLabels');
  const operated = selector['rustfs.tenant'];
  const servers = at(set.value, 'spec', 'replicas');
  return [
    {
      set,
      servers: typeof servers === 'number' ? servers : 1,
      selector,
      template: fieldsAt(set.value, 'spec', 'template'),
      pod,
      container,
      claimTemplates: listAt(set.value, 'spec', 'volumeClaimTemplates'),
      origin: operated === undefined ? 'chart' : 'operator',
      tenant: `${set.namespace}/${operated ?? fullName(set)}`,
    },
  ];
}

/** The chart's fullname: its headless Service is called after it, and so is its first pool. */
function fullName({ value, name }: LiveObject): string {
  return (textAt(value, 'spec', 'serviceName') ?? name).replace(/-headless$/, '');
}

/** The container that runs RustFS: the operator and the chart call it so; others are told by image or variables. */
export function rustfsContainer(pod: Fields): Fields | undefined {
  const containers = listAt(pod, 'containers');
  const known = named(containers, 'rustfs');
  if (known !== undefined) return known;
  const server = containers.find(
    (one) =>
      /(^|\/)rustfs[:@]/.test(textAt(one, 'image') ?? '') ||
      named(listAt(one, 'env'), 'RUSTFS_VOLUMES') !== undefined,
  );
  return server === undefined ? undefined : fieldsAt([server], 0);
}
