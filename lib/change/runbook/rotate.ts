import type { TenantSpec } from '../../tenant/spec';
import { allReady, applyAll, applyAllPaused, pause, resume, seeNothingLeft, settled } from './commands';
import { refuse, whyNotTogether, type RunbookResult } from './refuse';
import type { Step } from './runbook';
import {
  secretOf,
  serverCount,
  statefulSetsOf,
  subjectOf,
  type Subject,
  type SubjectOptions,
} from './subject';
import { restartTogether } from './together';

/** The Secrets that are to be named instead. */
export interface RotateOptions {
  readonly secret?: string;
  /** For root credentials without an RPC secret: the Secret that it is to come from. */
  readonly rpcSecret?: string;
}

/** New root credentials. With several servers the RPC secret comes first, as it would change with them. */
export function rotateRootRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  { secret, rpcSecret = `${spec.name}-rpc` }: RotateOptions,
): RunbookResult {
  const former = spec.credsSecret?.name ?? '';
  if (former === '') {
    return refuse(
      'credsSecret',
      'The root credentials do not come from credsSecret.',
      'Name a Secret there; or change the one that env refers to, and restart the servers.',
    );
  }
  const name = secret ?? `${former}-2`;
  if (name === former)
    return refuse(
      'credsSecret',
      `The tenant has the Secret "${name}" already.`,
      'Give the new one another name with --secret.',
    );
  const withoutRpc = subjectOf(spec, options);
  const needsRpc = serverCount(withoutRpc) > 1 && secretOf(withoutRpc, 'RUSTFS_RPC_SECRET') === undefined;
  const refused = needsRpc ? whyNotTogether(withoutRpc) : undefined;
  if (refused !== undefined) return refused;
  const decoupled = needsRpc ? { ...spec, rpcSecret: { name: rpcSecret, key: 'secret' } } : spec;
  const rotated = subjectOf({ ...decoupled, credsSecret: { name } }, options);
  return {
    title: `Rotate the root credentials of ${spec.namespace}/${spec.name}`,
    summary: [
      ...(needsRpc
        ? [
            'The tenant has no RPC secret of its own: it derives it from the root credentials, and servers with old and new ones could not talk. So it gets one first, for which all servers restart together, with an outage; then the credentials change in a second rollout without one.',
          ]
        : [
            "The RPC secret is the tenant's own, so servers with old and new credentials understand each other: they restart one at a time.",
          ]),
      'The old credentials stop working server by server, so give clients their own users and keep root for administration.',
    ],
    requirements: [allReady(withoutRpc)],
    tables: [],
    steps: [
      ...(needsRpc ? introduceRpc(subjectOf(decoupled, options), rpcSecret) : []),
      makeSecret(spec, name),
      {
        title: 'Name the new Secret, and apply',
        text: `In ${options.file}: credsSecret: { name: ${name} }`,
        by: needsRpc ? applyAllPaused(rotated) : applyAll(rotated),
        objects: statefulSetsOf(rotated, rotated.pools),
        check: settled(rotated, rotated.pools),
        back: `Name ${former} again and apply.`,
      },
      {
        title: 'See that the old credentials are refused, and delete them',
        commands: [`kubectl delete secret ${former} -n ${spec.namespace}`],
        check: {
          commands: ['admin GET v3/info > /dev/null && echo accepted'],
          expect: 'the new ones are accepted, and a client with the old ones gets 403.',
        },
        back: 'Keep the old Secret until you are sure; without it there is no way back.',
      },
      needsRpc ? resume(rotated) : seeNothingLeft(rotated),
    ],
  };
}

/** A new RPC secret: servers with another one cannot talk, so all restart together. */
export function rotateRpcRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  { secret }: RotateOptions,
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
      'Servers with the old and the new secret cannot authenticate to each other, so all of them stop, and all start with the new one. The tenant is down meanwhile. Announce it.',
    ],
    requirements: [allReady(before)],
    tables: [],
    steps: [
      ...introduceRpc(rotated, name),
      ...(former === undefined
        ? []
        : [
            {
              title: 'Delete the old Secret',
              commands: [`kubectl delete secret ${former} -n ${spec.namespace}`],
              check: { commands: ['healthy'], expect: 'it prints 200.' },
              back: 'None; the old secret is of no use any more.',
            },
          ]),
      resume(rotated),
    ],
  };
}

/** The token by which RustFS asks Vault. It is read at the start only, so every server restarts once. */
export function rotateKmsTokenRunbook(spec: TenantSpec, options: SubjectOptions): RunbookResult {
  const subject = subjectOf(spec, options);
  const token = secretOf(subject, 'RUSTFS_KMS_VAULT_TOKEN');
  if (token === undefined) {
    return refuse(
      'env',
      'No server takes a Vault token from a Secret (RUSTFS_KMS_VAULT_TOKEN).',
      'There is nothing to rotate.',
    );
  }
  const { namespace } = spec;
  return {
    title: `Rotate the Vault token of ${namespace}/${spec.name}`,
    summary: [
      'Old and new token are both valid for a while, so servers restart one at a time and reads and writes of encrypted objects go on. Keys do not change.',
    ],
    requirements: [
      allReady(subject),
      {
        text: 'The new token has the policies of the old one, and both live longer than this takes.',
        commands: ['vault token lookup'],
      },
    ],
    tables: [],
    steps: [
      {
        title: 'Put the new token into the Secret',
        text: 'Where something else keeps the Secret (External Secrets, Sealed Secrets), put it there. Pods read it when they start.',
        commands: [
          `read -rs TOKEN   # type or paste it: it stays out of the shell's history`,
          `kubectl create secret generic ${token.name} -n ${namespace} --from-literal=${token.key}="$TOKEN" --dry-run=client -o yaml | kubectl apply --server-side --force-conflicts -f -`,
        ],
        check: {
          commands: [
            `kubectl get secret ${token.name} -n ${namespace} -o jsonpath='{.metadata.resourceVersion}{"\\n"}'`,
          ],
          expect: 'the number has changed.',
        },
        back: 'Put the old token back.',
      },
      restartOneByOne(subject, 'Put the old token back, and restart the servers again: it is still valid.'),
      {
        title: 'Revoke the old token',
        commands: ['vault token revoke -accessor OLD_ACCESSOR'],
        check: {
          commands: [`admin GET v3/kms/status`, 'healthy'],
          expect: 'the KMS is reachable, and the last line is 200.',
        },
        back: 'None: issue another token and begin anew.',
      },
    ],
  };
}

/** Every pool in turn, and in it one server at a time. */
export function restartOneByOne(subject: Subject, back: string): Step {
  const { spec, pools } = subject;
  return {
    title: 'Restart the servers, one pool after the other',
    text: 'Each StatefulSet restarts one server at a time; wait for each pool before the next.',
    commands: pools.flatMap(({ statefulSet }) => [
      `kubectl rollout restart statefulset/${statefulSet} -n ${spec.namespace}`,
      `kubectl rollout status statefulset/${statefulSet} -n ${spec.namespace} --timeout=30m`,
      'healthy   # 200 before the next pool',
    ]),
    check: settled(subject, pools),
    back,
  };
}

function introduceRpc(subject: Subject, name: string): Step[] {
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
    ...restartTogether(subject, 'Name the old secret again (or none), and do the last two steps again.'),
  ];
}

function makeSecret({ namespace }: TenantSpec, name: string): Step {
  return {
    title: 'Make the new credentials',
    text: 'Or let what keeps your Secrets make them. A Secret of a new name makes the change visible, and the pods restart because of it.',
    commands: [
      `kubectl create secret generic ${name} -n ${namespace} --from-literal=accesskey="$(openssl rand -hex 10)" --from-literal=secretkey="$(openssl rand -hex 20)"`,
    ],
    check: {
      commands: [
        `kubectl get secret ${name} -n ${namespace} -o json | jq '.data | keys'   # accesskey, secretkey`,
      ],
      expect: 'both keys are there.',
    },
    back: `kubectl delete secret ${name} -n ${namespace}`,
  };
}
