import type { Step } from './runbook';
import { applyAllPaused, settled } from './commands';
import { statefulSetsOf, tenantSelector, type Subject } from './subject';

/**
 * All servers stop, then all start with the new objects: for changes across which servers cannot talk to each other.
 * Scaling down keeps every claim, as long as `claimRetention.whenScaled` is Retain.
 */
export function restartTogether(subject: Subject, back: string): Step[] {
  const { spec, pools } = subject;
  const selector = tenantSelector(subject);
  const sets = pools.map(({ statefulSet }) => `statefulset/${statefulSet}`).join(' ');
  return [
    {
      title: 'Stop all servers: the outage begins',
      commands: [
        // The cluster may still have another policy than the declaration.
        `if kubectl get ${sets} -n ${spec.namespace} -o yaml | grep -q 'whenScaled: Delete'; then echo 'No: the claims would be deleted. Apply claimRetention.whenScaled: Retain first.'; else kubectl scale ${sets} -n ${spec.namespace} --replicas=0; fi`,
        `kubectl wait pod -n ${spec.namespace} -l ${selector} --for=delete --timeout=10m`,
      ],
      check: {
        commands: [
          `kubectl get pods -n ${spec.namespace} -l ${selector}   # none`,
          `kubectl get pvc -n ${spec.namespace}   # every claim that was there`,
        ],
        expect: 'no pod is left and every claim is.',
      },
      back: `Start them as they were: ${pools
        .map(
          ({ statefulSet, servers }) =>
            `kubectl scale statefulset/${statefulSet} -n ${spec.namespace} --replicas=${servers}`,
        )
        .join('; ')}`,
    },
    {
      title: 'Apply all objects: all servers start together',
      by: applyAllPaused(subject),
      objects: statefulSetsOf(subject, pools),
      check: {
        ...settled(subject, pools),
        expect: 'every rollout is complete, and the last line is 200: the outage is over.',
      },
      back,
    },
  ];
}
