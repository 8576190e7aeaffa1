import { isRecord } from '../../is-record';
import { leavesOf, type Difference } from '../difference';
import type { ComparedObject } from '../object-change';
import { runsRustfs } from '../other-servers';
import { podOf } from '../selectors';

/**
 * Of servers of which nobody here knows what they are told, the fields that decide neither which servers there are nor what each finds at its
 * drives and by which keys: how they are replaced, where they run, as whom, by which image, and how they are looked at.
 */
const free = new RegExp(
  [
    /^(metadata|status)\b/,
    /^spec\.(updateStrategy|strategy|minReadySeconds|revisionHistoryLimit|progressDeadlineSeconds|paused)\b/,
    /^spec\.(template\.spec\.)?(terminationGracePeriodSeconds|priorityClassName|priority|preemptionPolicy|tolerations|affinity|nodeSelector|nodeName|topologySpreadConstraints|schedulerName|serviceAccountName|automountServiceAccountToken|imagePullSecrets|securityContext|runtimeClassName|enableServiceLinks)\b/,
    /^spec\.(template\.spec\.)?(initC|c)ontainers\[[^\]]*\](\.(image|imagePullPolicy|resources|ports|livenessProbe|readinessProbe|startupProbe|lifecycle|securityContext|terminationMessagePath|terminationMessagePolicy)\b|$)/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** The fields that change and may say, as far as anybody here knows, where servers have their data. */
export function heldFields({ before, after, differences }: ComparedObject): string[] {
  const told = [before, after].flatMap((side) => textsIn(podOf(side ?? {})));
  return differences
    .filter((difference) => {
      const ofPod = leavesOf(difference).filter(({ path }) => ofPods.test(path));
      if (ofPod.length > 0) return ofPod.some(({ path }) => isTold(path, told));
      return !(free.test(difference.path) || isFirst(difference)) || isSwitched(difference);
    })
    .map(({ path }) => path);
}

const ofPods = /^spec\.template\.metadata(?:\.(labels|annotations)(?:\.([\w-]+)|\[(.*)\]))?/;

/** Whether containers are told a label or an annotation of their pod, in a variable or a file. */
function isTold(path: string, told: readonly string[]): boolean {
  const [, field, plain, quoted] = ofPods.exec(path) ?? [];
  const key = plain ?? quoted;
  return (
    field !== undefined &&
    told.some((text) => text === `metadata.${field}` || text === `metadata.${field}['${String(key)}']`)
  );
}

/** Whether there are containers of a kind on one side alone: those that run before RustFS. */
function isFirst({ path, before, after }: Difference): boolean {
  return path.endsWith('.initContainers') && (before === undefined || after === undefined);
}

/** Whether a container that is there on one side alone runs RustFS: then another one does on the other side. */
function isSwitched({ path, before, after }: Difference): boolean {
  const containers = [before, after]
    .flatMap((side) => (Array.isArray(side) ? side : [side]))
    .filter(isRecord);
  return /ontainers(\[[^\]]*\])?$/.test(path) && containers.some(runsRustfs);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
