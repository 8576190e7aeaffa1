import { error, type Problem } from '../../tenant/problem';
import type { KeptPool } from './index';

/** Fields of a StatefulSet that Kubernetes never lets change, and that no procedure of ours changes. */
export function* immutableProblems({ before, now, path }: KeptPool): Iterable<Problem> {
  if (before.service !== now.service) {
    yield error(
      path,
      'service-name-changed',
      `The StatefulSet ${now.statefulSet} would change its serviceName from "${before.service}" to ` +
        `"${now.service}": every pod would get another DNS name.`,
      `Keep "${before.service}".`,
    );
  }
  if (selectorText(before.selector) !== selectorText(now.selector)) {
    yield error(
      path,
      'selector-changed',
      `The StatefulSet ${now.statefulSet} would select ${selectorText(now.selector)} instead of ` +
        `${selectorText(before.selector)}: Kubernetes refuses it, and a new one would not adopt the pods.`,
      'Keep the selector.',
    );
  }
  if (before.podManagementPolicy !== now.podManagementPolicy) {
    yield error(
      'podManagementPolicy',
      'start-order-changed',
      `podManagementPolicy would change from ${before.podManagementPolicy} to ${now.podManagementPolicy}; ` +
        'Kubernetes refuses it.',
      `Keep podManagementPolicy: ${before.podManagementPolicy}.`,
    );
  }
}

function selectorText(selector: KeptPool['now']['selector']): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}
