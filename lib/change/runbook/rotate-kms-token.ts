import type { TenantSpec } from '../../tenant/spec';
import { readyFirst, restartNotice } from './commands';
import { putKey } from './secret-key';
import { restartOneByOne } from './one-by-one';
import { refuse, type RunbookResult } from './refuse';
import { whileOneRestarts } from './spared';
import { secretOf, subjectOf, type SubjectOptions } from './subject';

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
      'Old and new token are both valid for a while, so servers restart one at a time. Keys do not change.',
      whileOneRestarts(subject),
      restartNotice,
    ],
    requirements: [
      {
        text: 'The new token has the policies of the old one, and both live longer than this takes.',
        commands: ['vault token lookup'],
      },
    ],
    tables: [],
    steps: [
      readyFirst(subject),
      {
        title: 'Put the new token into the Secret',
        text: 'Where something else keeps the Secret (External Secrets, Sealed Secrets), put it there. Pods read it when they start.',
        commands: [
          `read -rs TOKEN   # type or paste it: it stays out of the shell's history`,
          putKey({ ...token, namespace }, 'env.TOKEN', 'TOKEN="$TOKEN" jq -n'),
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
