import type { TenantSpec } from '../../tenant/spec';
import { pause, readyFirst, resume } from './commands';
import { refuse, whyNotTogether, type RunbookResult } from './refuse';
import type { Step } from './runbook';
import { serverCount, subjectOf, type Subject, type SubjectOptions } from './subject';
import { restartTogether } from './together';
import { deleteSpent, unlessNamed } from './spent-secret';

/** A new RPC secret: servers with another one cannot talk, so all restart together. */
export function rotateRpcRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  { secret }: { readonly secret?: string },
): RunbookResult {
  const before = subjectOf(spec, options);
  if (serverCount(before) < 2)
    return refuse(
      'rpcSecret',
      'A single server has no peers to authenticate to.',
      'There is nothing to rotate.',
    );
  const refused = whyNotTogether(before);
  if (refused !== undefined) return refused;
  const former = spec.rpcSecret?.name;
  const name = secret ?? `${former ?? `${spec.name}-rpc`}${former === undefined ? '' : '-2'}`;
  if (name === former)
    return refuse(
      'rpcSecret',
      `The tenant has the Secret "${name}" already.`,
      'Give the new one another name with --secret.',
    );
  const rotated = subjectOf({ ...spec, rpcSecret: { name, key: 'secret' } }, options);
  return {
    title: `Rotate the RPC secret of ${spec.namespace}/${spec.name}`,
    summary: [
      'Servers with the old and the new secret cannot authenticate to each other, so all of them stop, and all start with the new one. The tenant is down meanwhile.',
    ],
    requirements: [{ text: 'The outage is announced.' }],
    tables: [],
    steps: [
      readyFirst(before),
      ...introduceRpc(rotated, name),
      ...(former === undefined
        ? []
        : [
            {
              title: 'Delete the old Secret',
              text: unlessNamed,
              commands: [deleteSpent(former, spec.namespace)],
              check: { commands: ['healthy'], expect: 'it prints 200.' },
              back: 'None; the old secret is of no use any more.',
            },
          ]),
      resume(rotated),
    ],
  };
}

/** The RPC secret named, with everything stopped and started anew. What applies the objects is paused from here on. */
export function introduceRpc(subject: Subject, name: string): Step[] {
  const { spec, file } = subject;
  return [
    pause(subject),
    {
      title: 'Make the new RPC secret, and name it',
      text: `In ${file}: rpcSecret: { name: ${name}, key: secret }. Render and commit; with the step before nothing applies it by itself.`,
      commands: [
        `kubectl create secret generic ${name} -n ${spec.namespace} --from-literal=secret="$(openssl rand -hex 32)"`,
      ],
      check: {
        commands: [
          `kubectl get secret ${name} -n ${spec.namespace} -o jsonpath='{.data.secret}' | base64 -d | wc -c   # 64`,
        ],
        expect: 'the Secret is there.',
      },
      back: `Revert the commit; kubectl delete secret ${name} -n ${spec.namespace}`,
    },
    ...restartTogether(
      subject,
      'Name the old secret again (or none), and do the steps again from the stop on.',
    ),
  ];
}
