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
 * Another access key for root, which is another user. Access keys keep their parent, and one whose parent is neither
 * root nor a user with policies is denied everything (crates/iam/src/sys.rs, prepare_service_account_auth, at
 * 1.0.0-rc.3; seen from the first restarted server on). So what hangs on the old root gets successors first.
 */
export function renameRootRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  given: RootOptions,
): RunbookResult {
  const change = rootChange(spec, options, given);
  if (isRefused(change)) return change;
  const { former, before, after, needsRpc, rpcSteps } = change;
  const { namespace } = spec;
  return {
    title: `Give the root of ${namespace}/${spec.name} another name`,
    summary: [
      '**An access key of another name is another root.** Access keys that the old root has made are denied everything from the first restarted server on. Each gets a successor before, a user of its own, with which its client goes on; what has to keep its name is made anew at the end, and is refused until then. For another secret alone: runbook rotate-root, which spares all this.',
      'Users, their access keys, groups and policies go on as they are.',
      ...noticed(change),
    ],
    requirements: [
      noClientIsRoot,
      {
        text: 'Sites are not replicated: their peers know the root by its name.',
        commands: [`admin GET v3/site-replication/info | jq .enabled   # false`],
      },
      {
        text: 'No bucket policy names the old root as its principal: RustFS compares that with the access key.',
      },
    ],
    tables: [],
    steps: [
      readyFirst(before),
      ...rpcSteps,
      listKeys(change),
      giveSuccessor,
      newCredentials(change),
      keepOldReadable(change),
      noteUsers,
      nameSecret(change),
      makeAnew,
      {
        title: 'Delete what the old root has left, and its Secret',
        text: unlessNamed,
        commands: [
          `admin GET "v3/list-service-accounts?user=$ROOT" | jq -r '.accounts[].accessKey | @uri' | while read -r key; do admin DELETE "v3/delete-service-account?accessKey=$key"; done`,
          deleteSpent(former, namespace),
        ],
        check: {
          commands: [
            `admin GET "v3/list-service-accounts?user=$ROOT" | jq '.accounts | length'   # 0`,
            'admin GET v3/info > /dev/null && echo accepted',
          ],
          expect:
            'nothing is left, the new credentials are accepted, and a client with the old ones gets 403.',
        },
        back: 'Keep both until nobody misses anything; without the old Secret there is no way back.',
      },
      needsRpc ? resume(after) : seeNothingLeft(after),
    ],
  };
}

/** What an access key may do, and how long, the admin API tells; its secret it does not. */
function listKeys({ former, keys, before }: RootChange): Step {
  const { namespace } = before.spec;
  return {
    title: 'List what hangs on the old root',
    text: 'Without a user the list is that of who asks, which is root. It has access keys only: users and groups do not depend on root.',
    commands: [
      `ROOT=$(kubectl get secret ${former} -n ${namespace} -o json | jq -er '${dataOf(keys.accessKey)} | @base64d | @uri') && echo "$ROOT"`,
      `admin GET v3/list-service-accounts | jq -r '.accounts[].accessKey' > root-keys.txt`,
      `while read -r key; do admin GET "v3/info-service-account?accessKey=$(jq -rn --arg key "$key" '$key | @uri')" | jq --arg key "$key" '{accessKey: $key} + .'; done < root-keys.txt > root-keys.json`,
    ],
    check: {
      commands: [
        `jq '{accessKey, name, description, expiration, impliedPolicy}' root-keys.json`,
        // RustFS refuses curl 8.14.1's signature of a query with %2B (seen; 7.88.1's it takes).
        `jq -r .accessKey root-keys.json | diff root-keys.txt - && echo all`,
      ],
      expect:
        'it prints all, and you know the client of each of them. One that diff names could not be asked for, as RustFS refuses the + of newer versions of curl: look at it in the console, and give its client a successor as well. impliedPolicy is true where the key may do all that root may; otherwise policy has its rights. Where the list is empty, the next step and that which makes them anew have nothing to do.',
    },
    back: 'Nothing has changed yet.',
  };
}

const giveSuccessor: Step = {
  title: 'Give each of them a successor, and its client the new key',
  text: 'Once for each key of the list. A user with a policy of its own does what the access key did, and depends on no root. For a key that may do all that root may, choose what its client needs; the built-in consoleAdmin is everything.',
  commands: [
    `KEY='an access key of the list'; SUCCESSOR='the access key of its successor'`,
    `read -rs SECRET   # the secret of the successor: it stays out of the shell's history`,
    `jq -e --arg key "$KEY" 'select(.accessKey == $key and (.impliedPolicy | not)) | .policy | fromjson' root-keys.json > policy.json && admin PUT "v3/add-canned-policy?name=$SUCCESSOR" policy.json`,
    `SECRET="$SECRET" jq -n '{secretKey: env.SECRET, status: "enabled"}' > user.json && admin PUT "v3/add-user?accessKey=$SUCCESSOR" user.json; rm user.json`,
    `admin PUT "v3/set-user-or-group-policy?isGroup=false&policyName=$SUCCESSOR&userOrGroup=$SUCCESSOR"   # or policyName=consoleAdmin`,
  ],
  check: {
    commands: [`admin GET "v3/user-info?accessKey=$SUCCESSOR" | jq '{status, policyName}'`],
    expect:
      'the user is enabled and has its policy, and its client works with it: the old key is used no more.',
  },
  back: 'admin DELETE "v3/remove-user?accessKey=$SUCCESSOR" when its client has gone back.',
};

function newCredentials(change: RootChange): Step {
  const { former, name, keys, before } = change;
  const { namespace } = before.spec;
  return {
    title: 'Make the new credentials',
    text: `${underNewName} The access key may be no user and no access key of the tenant.`,
    commands: [
      `kubectl create secret generic ${name} -n ${namespace} --from-literal=${keys.accessKey}="$(openssl rand -hex 10)" --from-literal=${keys.secretKey}="$(openssl rand -hex 20)"`,
    ],
    check: {
      commands: [
        `kubectl get secret ${name} -n ${namespace} -o json | jq '.data | keys'   # ${keys.accessKey}, ${keys.secretKey}`,
        `[ "$(${accessKeyOf(name, change)})" != "$(${accessKeyOf(former, change)})" ] && echo another`,
      ],
      expect: 'both keys are there, and the access key is another one.',
    },
    back: `kubectl delete secret ${name} -n ${namespace}`,
  };
}

/** A key that is there cannot be made again, and its old secret cannot be read: its client has to tell it. */
const makeAnew: Step = {
  title: 'Make anew what has to keep its name',
  text: 'Only for keys of the list that have no successor; their clients are refused until this is done. Type the secret that the client has, 8 to 40 characters: RustFS does not tell it.',
  commands: [
    `KEY='an access key of the list'`,
    `read -rs SECRET   # the secret that its client has`,
    `KEY="$KEY" SECRET="$SECRET" jq -e 'select(.accessKey == env.KEY) | {accessKey, secretKey: env.SECRET} + (if .impliedPolicy then {} else {policy: (.policy | fromjson)} end) + (with_entries(select((.key == "name" or .key == "description" or .key == "expiration") and .value != null)))' root-keys.json > key.json`,
    `[ -s key.json ] && admin DELETE "v3/delete-service-account?accessKey=$(jq -r '.accessKey | @uri' key.json)" && admin PUT v3/add-service-account key.json > /dev/null; rm key.json`,
  ],
  check: {
    commands: [`admin GET v3/list-service-accounts | jq -r '.accounts[].accessKey'`],
    expect: 'every key that had to keep its name is in the list, and its client works.',
  },
  back: 'As in the step before.',
};
