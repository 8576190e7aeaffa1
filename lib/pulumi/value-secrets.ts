import type { Secret } from 'kubernetes-types/core/v1';
import type { Input } from '@pulumi/pulumi';
import { metadata, type Composed } from '../objects/object';
import { error, type Problem } from '../tenant/problem';
import type { Tenant } from '../tenant/tenant';
import type { RootCredentials, RpcSecretValue, RustfsTenantArgs } from './args';

/** A Secret that the component makes of values that are given to it. */
export interface ValueSecret {
  /** What the component's name is followed by in the resource's name. */
  readonly key: string;
  /** The object, without its data. */
  readonly object: Composed<Secret>;
  readonly data: Readonly<Record<string, SecretValue>>;
}

/** One value, with the rule that it has to keep: what is wrong with it, without repeating it. */
export interface SecretValue {
  readonly path: string;
  readonly value: Input<string>;
  readonly fault: (value: unknown) => string | undefined;
}

/** The Secrets for credentials that are given by value. */
export function valueSecrets(tenant: Tenant, { credsSecret, rpcSecret }: RustfsTenantArgs): ValueSecret[] {
  const secrets: ValueSecret[] = [];
  if (isRootCredentials(credsSecret)) {
    const { accessKey, secretKey } = credsSecret;
    secrets.push({
      key: 'credentials',
      object: secretOf(tenant, credentialsSecretName(tenant.name, credsSecret)),
      data: {
        accesskey: { path: 'credsSecret.accessKey', value: accessKey, fault: accessKeyFault },
        secretkey: { path: 'credsSecret.secretKey', value: secretKey, fault: keyFault },
      },
    });
  }
  if (isRpcValue(rpcSecret)) {
    secrets.push({
      key: 'rpc',
      object: secretOf(tenant, rpcSecretName(tenant.name)),
      data: { [rpcSecretKey]: { path: 'rpcSecret.value', value: rpcSecret.value, fault: rpcFault } },
    });
  }
  return secrets;
}

/** The name of the Secret with the root credentials; with a version, each version has a Secret of its own. */
export function credentialsSecretName(tenant: string, { version }: RootCredentials): string {
  return version === undefined ? `${tenant}-credentials` : `${tenant}-credentials-${version}`;
}

/** The name of the Secret with the servers' own secret, and the key in it. */
export function rpcSecretName(tenant: string): string {
  return `${tenant}-rpc`;
}
export const rpcSecretKey = 'secret';

/** Whether the root credentials are given by value. */
export function isRootCredentials(given: RustfsTenantArgs['credsSecret']): given is RootCredentials {
  return given != null && ('accessKey' in given || 'secretKey' in given);
}

/** Whether the secret between servers is given by value. */
export function isRpcValue(given: RustfsTenantArgs['rpcSecret']): given is RpcSecretValue {
  return given != null && 'value' in given;
}

/** The problem of a value, if it has one. */
export function valueProblem({ path, fault }: SecretValue, value: unknown): Problem | undefined {
  const found = fault(value);
  if (found === undefined) return undefined;
  const fix = 'Give a random text, for example new random.RandomPassword(...).result.';
  return error(path, 'credentials-value', `"${path}" ${found}.`, fix);
}

function secretOf(tenant: Tenant, name: string): Composed<Secret> {
  return { apiVersion: 'v1', kind: 'Secret', metadata: metadata(tenant, name), type: 'Opaque' };
}

/** Both of RustFS's published defaults; it takes neither for a secret. */
const publishedDefault = 'rustfsadmin';

/** RustFS's documentation keeps "/" out of access keys: signatures are divided by it. */
function accessKeyFault(value: unknown): string | undefined {
  return typeof value === 'string' && value.includes('/')
    ? 'has a "/", by which S3 divides what clients sign'
    : keyFault(value);
}

/** The operator's own limit (context.rs), which counts bytes. */
function keyFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is not a text';
  if (value === publishedDefault) return 'is the published default, so anybody could log in';
  return new TextEncoder().encode(value).length < 8 ? 'has fewer than 8 bytes' : undefined;
}

function rpcFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is not a text';
  if (value.trim() === '') return 'is empty, and the servers would not talk to each other';
  if (value === publishedDefault) return 'is the published default, which RustFS refuses';
  return value.includes('\0') ? 'has a NUL character, which no environment variable can hold' : undefined;
}
