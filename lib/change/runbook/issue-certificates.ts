import { applyCommand } from '../apply-command';
import type { Step } from './runbook';
import type { Subject } from './subject';

/** The certificates of cert-manager as the objects have them, issued before any server needs them; no step without. */
export function issueCertificates({ objects, spec }: Subject, back?: string): Step[] {
  const managed = objects.filter(({ kind }) => kind === 'Certificate');
  if (managed.length === 0) return [];
  const names = managed.map(({ metadata }) => `certificate/${metadata.name}`);
  return [
    {
      title: 'Have the certificates issued, while the servers run as before',
      text: 'Save the objects below as certificates.yaml.',
      commands: [`${applyCommand} -f certificates.yaml`],
      objects: managed,
      check: {
        commands: [
          `kubectl wait ${names.join(' ')} -n ${spec.namespace} --for=condition=Ready --timeout=10m`,
        ],
        expect: 'every certificate is ready.',
      },
      back: back ?? `kubectl delete ${names.join(' ')} -n ${spec.namespace}`,
    },
  ];
}
