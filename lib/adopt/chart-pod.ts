import { compareQuantities } from '../tenant/quantity';
import type { LivePool } from './live-tenant';
import { at, listAt, named, pairsAt, saying, textAt, type Fields } from './value';
import { scratchMounts } from './volumes';

/** What `pod` says of the pods: everything that is neither the chart's own nor a field of another name. */
export function podSettings(pool: LivePool): Fields {
  const { set, pod, container, template } = pool;
  const ownName = textAt(container, 'name');
  const { runtimeClassName, hostUsers, dnsPolicy, dnsConfig, terminationGracePeriodSeconds: grace } = pod;
  return saying({
    runtimeClassName,
    hostUsers,
    dnsConfig,
    dnsPolicy: dnsPolicy === 'ClusterFirst' ? undefined : dnsPolicy,
    terminationGracePeriodSeconds: grace === 30 ? undefined : grace,
    minReadySeconds: at(set.value, 'spec', 'minReadySeconds') || undefined,
    scratchSize: scratchSize(pool),
    annotations: pairsAt(template, 'metadata', 'annotations'),
    initContainers: listAt(pod, 'initContainers').filter((one) => !isSuperfluous(one)),
    containers: listAt(pod, 'containers').filter((one) => textAt(one, 'name') !== ownName),
  });
}

/** How much the scratch space may hold that is taken for the default profile's; Kubernetes takes 0 for no limit. */
function scratchSize(pool: LivePool): string | undefined {
  const names = scratchMounts(pool).map((mount) => textAt(mount, 'name') ?? '');
  const sizes = names.map((name) =>
    textAt(named(listAt(pool.pod, 'volumes'), name), 'emptyDir', 'sizeLimit'),
  );
  return sizes.find((size) => (compareQuantities(size ?? '', '0') ?? 0) > 0);
}

/**
 * Whether it is the chart's own init container, which makes directories and nothing else: mounts make it superfluous.
 * One of that name that does more stays.
 */
export function isSuperfluous(initContainer: unknown): boolean {
  const script = textAt(initContainer, 'command', 2) ?? '';
  return (
    textAt(initContainer, 'name') === 'init-step' &&
    listAt(initContainer, 'args').length === 0 &&
    script.split('\n').every((line) => makesDirectories.test(line.trim()))
  );
}

/** One line of such a script (rustfs helm/rustfs/templates/statefulset.yaml). */
const makesDirectories =
  /^(|if \[[^;&|]*\]; then|for i in [^;&|]*; do|else|done|fi|(mkdir -p|chmod 755) [^\s;&|`]+)$/;
