import { isRecord } from '../is-record';
import { isSecretVariable } from '../tenant/rules/credentials';
import { problemAt, type LiveObject, type LiveProblem } from './live-objects';
import { textAt } from './value';

/** Variables whose value is a secret by their name, RustFS's own or anybody's. */
function isSecret(name: string): boolean {
  return isSecretVariable(name) || /(PASSWORD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|PRIVATE_KEY)$/.test(name);
}

/** Secrets that are written out: a declaration would copy them to a file, and nothing here prints a secret. */
export function writtenSecrets(place: LiveObject, env: readonly unknown[]): LiveProblem[] {
  return env.filter(isRecord).flatMap((variable) => {
    const name = textAt(variable, 'name') ?? '';
    if ((textAt(variable, 'value') ?? '') === '' || !isSecret(name)) return [];
    return [
      problemAt(
        place,
        'credentials-literal',
        `"${name}" looks like a secret and is written out, and the declaration would repeat it.`,
        'Put it in a Secret and refer to it with valueFrom.secretKeyRef; that restarts the pods once. Then adopt.',
      ),
    ];
  });
}
