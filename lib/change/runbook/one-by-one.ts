import { settled } from './commands';
import type { Step } from './runbook';
import type { Subject } from './subject';

/** Every pool in turn, and in it one server at a time. */
export function restartOneByOne(subject: Subject, back: string): Step {
  const { spec, pools } = subject;
  return {
    title: 'Restart the servers, one pool after the other',
    text: 'Each StatefulSet restarts one server at a time; wait for each pool before the next.',
    commands: pools.flatMap(({ statefulSet }) => [
      `all_ready && kubectl rollout restart statefulset/${statefulSet} -n ${spec.namespace}`,
      `kubectl rollout status statefulset/${statefulSet} -n ${spec.namespace} --timeout=30m`,
      'healthy   # 200 before the next pool',
    ]),
    check: settled(subject, pools),
    back,
  };
}
