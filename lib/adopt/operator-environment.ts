import { credentialKeys } from '../tenant/environment';
import { variable } from './stored-pod';
import { isEncryptionVariable } from './operator-encryption';
import { isTlsVariable } from './operator-tls';
import { at, fieldsAt, isSame, textAt, type Fields } from './value';

/** What the operator writes first, the same for every tenant but for the addresses (contract 2.6). */
const fixed: readonly Fields[] = [
  { name: 'RUSTFS_ADDRESS', value: '0.0.0.0:9000' },
  { name: 'RUSTFS_CONSOLE_ADDRESS', value: '0.0.0.0:9001' },
  { name: 'RUSTFS_CONSOLE_ENABLE', value: 'true' },
];

/**
 * The fields from which the operator makes this environment. It writes its own variables first, in their order; one
 * that stands further back is the user's, who replaced it.
 */
export function operatorEnvironment(variables: readonly unknown[], hasTls: boolean): Fields {
  const rest = variables.map(variable).filter((one) => !isEncryptionVariable(one));
  if (textAt(rest, 0, 'name') === 'RUSTFS_VOLUMES') rest.shift();
  while (hasTls && isTlsVariable(textAt(rest, 0, 'name') ?? '')) rest.shift();
  for (const own of fixed) if (isSame(rest[0], own)) rest.shift();
  const credsSecret = takenCredentials(rest);
  const rpcSecret = takenRpcSecret(rest);
  return {
    ...(credsSecret !== undefined && { credsSecret: { name: credsSecret } }),
    ...(rpcSecret !== undefined && { rpcSecret }),
    ...(rest.length > 0 && { env: rest }),
  };
}

/** Takes the variables of `credsSecret` away. One of them may stand further back, replaced by the user's. */
function takenCredentials(rest: unknown[]): string | undefined {
  const access = secretOf(rest[0], 'RUSTFS_ACCESS_KEY', credentialKeys.accessKey);
  const secret = secretOf(rest[access === undefined ? 0 : 1], 'RUSTFS_SECRET_KEY', credentialKeys.secretKey);
  if (access !== undefined && access === secret) {
    rest.splice(0, 2);
    return access;
  }
  const replaced = access === undefined ? 'RUSTFS_ACCESS_KEY' : 'RUSTFS_SECRET_KEY';
  if (!rest.some((one) => textAt(one, 'name') === replaced)) return undefined;
  if (access !== undefined || secret !== undefined) rest.shift();
  return access ?? secret;
}

/** The Secret that a variable reads as the operator writes it: one that must be there. */
function secretOf(value: unknown, name: string, key: string): string | undefined {
  const reference = fieldsAt(value, 'valueFrom', 'secretKeyRef');
  const isOwn = textAt(value, 'name') === name && reference.key === key && reference.optional === false;
  return isOwn ? textAt(reference, 'name') : undefined;
}

function takenRpcSecret(rest: unknown[]): Fields | undefined {
  if (textAt(rest, 0, 'name') !== 'RUSTFS_RPC_SECRET') return undefined;
  if (at(rest, 0, 'valueFrom', 'secretKeyRef', 'optional') !== false) return undefined;
  const { name, key } = fieldsAt(rest, 0, 'valueFrom', 'secretKeyRef');
  rest.shift();
  return { name, key };
}
