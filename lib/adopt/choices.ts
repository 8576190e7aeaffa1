import { problemAt, type LiveProblem } from './live-objects';
import type { LivePool } from './live-tenant';
import { fieldsAt, type Fields } from './value';

/** How a probe asks (k8s.io/api core/v1 ProbeHandler). */
const handlers: readonly string[] = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

/**
 * Probes that would ask in two ways once ours are applied: the server refuses such, since the operator's way, or that of
 * whoever changed it, stands beside ours until it is given over. Variables and volumes are adopted as they are.
 */
export function doubleChoices({ set }: LivePool, applied: Fields): LiveProblem[] {
  const container = fieldsAt(applied, 'spec', 'template', 'spec', 'containers', 0);
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => {
    const ways = Object.keys(fieldsAt(container, probe)).filter((key) => handlers.includes(key));
    if (ways.length < 2) return [];
    return [
      problemAt(
        set,
        'live-unknown',
        `Its ${probe} asks in another way than the operator has it: an apply would leave ${ways.join(' and ')} beside each other, and ` +
          'the API server refuses that.',
        'Put it back in the live StatefulSet with kubectl edit, as the operator had made it; then adopt.',
      ),
    ];
  });
}
