import { textAt } from '../fields';
import { objectsIn } from '../objects';
import { applyAllPaused, settled } from './commands';
import type { Step } from './runbook';
import { statefulSetsOf, tenantSelector, type Subject } from './subject';

/**
 * All servers stop, then all start with the new objects: for changes across which servers cannot work together.
 * Scaling down keeps every claim, as long as `claimRetention.whenScaled` is Retain.
 *
 * @param running - the pools that are there already, all by default
 */
export function restartTogether(subject: Subject, back: string, running = subject.pools): Step[] {
  const { spec, pools } = subject;
  const selector = tenantSelector(subject);
  const services = clientServices(subject);
  const patchSelector = (name: string, value: string) =>
    `kubectl patch service/${name} -n ${spec.namespace} --type merge -p '{"spec":{"selector":{"held-back":${value}}}}'`;
  const hold = services.map((name) => patchSelector(name, '"yes"'));
  const { kubectl, argocd, flux } = applyAllPaused(subject);
  const sets = running.map(({ statefulSet }) => `statefulset/${statefulSet}`).join(' ');
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
      back: `Start them as they were: ${running
        .map(
          ({ statefulSet, servers }) =>
            `kubectl scale statefulset/${statefulSet} -n ${spec.namespace} --replicas=${servers}`,
        )
        .join('; ')}`,
    },
    {
      title: 'Apply all objects: all servers start together',
      text: `At its start a server locks each bucket, and exits when clients who write or delete there keep it from that (RustFS 1.0.0-rc.3). So the Services lead to no server until all are there.`,
      by: { kubectl: [...kubectl, ...hold], argocd: [...argocd, ...hold], flux: [...flux, ...hold] },
      objects: statefulSetsOf(subject, pools),
      check: {
        ...settled(subject, pools),
        expect: 'every rollout is complete, and the last line is 200.',
      },
      back,
    },
    {
      title: 'Let clients in again: the outage is over',
      commands: services.map((name) => patchSelector(name, 'null')),
      check: {
        commands: services.map((name) => `kubectl get endpoints ${name} -n ${spec.namespace}`),
        expect: 'each lists the addresses of all servers.',
      },
      back,
    },
  ];
}

/** The Services by which clients come; the headless one is for the servers themselves. */
function clientServices({ objects }: Subject): string[] {
  return objectsIn(objects)
    .filter(
      (object) => textAt(object, 'kind') === 'Service' && textAt(object, 'spec', 'clusterIP') !== 'None',
    )
    .map((object) => textAt(object, 'metadata', 'name') ?? '');
}
