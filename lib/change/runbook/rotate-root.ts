import type { TenantSpec } from '../../tenant/spec';
import { readyFirst, resume, seeNothingLeft } from './commands';
import { isRefused, type RunbookResult } from './refuse';
import {
  accessKeyOf,
  dataOf,
  keepOldReadable,
  nameSecret,
  noClientIsRoot,
  noteUsers,
  noticed,
  rootChange,
  underNewName,
  type RootChange,
  type RootOptions,
} from './root';
import type { Step } from './runbook';
import type { SubjectOptions } from './subject';
import { deleteSpent, unlessNamed } from './spent-secret';

/**
 * Another secret for the same root. Under another access key it would be another user, and what the old one has made would
 * be denied everything: that is runbook rename-root.
 */
export function rotateRootRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  given: RootOptions,
): RunbookResult {
  const change = rootChange(spec, options, given);
  if (isRefused(change)) return change;
  const { former, before, after, needsRpc, rpcSteps } = change;
  return {
    title: `Rotate the root credentials of ${spec.namespace}/${spec.name}`,
    summary: [
      'Root keeps its access key and gets another secret key. Users, access keys (also those that root has made), groups and policies go on as they are. **Under another access key** it would be another root: access keys that the old one has made would be denied everything from the first restarted server on. Runbook rename-root is for that.',
      ...noticed(change),
    ],
    requirements: [noClientIsRoot],
    tables: [],
    steps: [
      readyFirst(before),
      ...rpcSteps,
      newSecretKey(change),
      keepOldReadable(change),
      noteUsers,
      nameSecret(change),
      {
        title: 'See that the old secret is refused, and delete it',
        text: unlessNamed,
        commands: [deleteSpent(former, spec.namespace)],
        check: {
          commands: ['admin GET v3/info > /dev/null && echo accepted'],
          expect: 'the new one is accepted, and a client with the old one gets 403.',
        },
        back: 'Keep the old Secret until you are sure; without it there is no way back.',
      },
      needsRpc ? resume(after) : seeNothingLeft(after),
    ],
  };
}

/** The access key is copied, so it cannot change by mistake. */
function newSecretKey(change: RootChange): Step {
  const { former, name, keys, before } = change;
  const { namespace } = before.spec;
  return {
    title: 'Make a Secret with the same access key and a new secret key',
    text: underNewName,
    commands: [
      `kubectl get secret ${former} -n ${namespace} -o json | jq --arg key "$(openssl rand -hex 20)" '{apiVersion, kind, type, metadata: {name: "${name}", namespace: "${namespace}"}, data: {"${keys.accessKey}": ${dataOf(keys.accessKey)}, "${keys.secretKey}": ($key | @base64)}}' | kubectl create -f -`,
    ],
    check: {
      commands: [
        `[ "$(${accessKeyOf(name, change)})" = "$(${accessKeyOf(former, change)})" ] && echo same || echo 'STOP: another access key is another root: runbook rename-root'`,
      ],
      expect: 'it prints same.',
    },
    back: `kubectl delete secret ${name} -n ${namespace}`,
  };
}
