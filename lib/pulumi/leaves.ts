import type { Input } from '@pulumi/pulumi';

/**
 * Texts of a declaration that have to be plain, although they are texts: they name objects, mount drives, or are
 * what the checks hold the tenant to. Every other text is a leaf. `[]` stands for each item of a list; a field
 * stands for all below it.
 */
export const plainFields = [
  'name',
  'annotations',
  'clusterDomain',
  'securityContext',
  'containerSecurityContext',
  'logging.mountPath',
  'placement',
  'requires',
  'adopted',
  'env[].name',
  'tls.mountPath',
  'tls.certManager.certificateName',
  'tls.certManager.commonName',
  'tls.certManager.dnsNames',
  'tls.certManager.usages',
  'tls.certificates[].name',
  'tls.certificates[].hosts',
  'tls.certificates[].certManager.certificateName',
  'tls.certificates[].certManager.commonName',
  'tls.certificates[].certManager.dnsNames',
  'tls.certificates[].certManager.usages',
  'additionalVolumes[].name',
  'additionalVolumeMounts[].name',
  'additionalVolumeMounts[].mountPath',
  'pod.initContainers[].name',
  'pod.initContainers[].volumeMounts',
  'pod.containers[].name',
  'pod.containers[].volumeMounts',
  'encryption.local.keyDirectory',
  'encryption.vault.endpoint',
  'encryption.aws.endpointUrl',
  'identity.openid[].id',
  'identity.openid[].configUrl',
  'identity.openid[].issuer',
  'identity.openid[].scopes',
  'identity.openid[].otherAudiences',
  'identity.openid[].redirectUri',
  'identity.browserRedirectUrl',
  'identity.policyPlugin.url',
  'notifications.targets[].id',
  'notifications.targets[].queueDir',
  'notifications.targets[].endpoint',
  'notifications.targets[].brokers',
  'notifications.targets[].broker',
  'notifications.targets[].address',
  'notifications.targets[].url',
  'notifications.targets[].wsPathAllowlist',
  'audit.targets[].id',
  'audit.targets[].queueDir',
  'audit.targets[].endpoint',
  'audit.targets[].brokers',
  'audit.targets[].broker',
  'audit.targets[].address',
  'audit.targets[].url',
  'audit.targets[].wsPathAllowlist',
  'outbound',
  'policies',
  'users',
  'buckets',
  'poolLifecycle',
  'pools[].name',
  'pools[].adopted',
  'pools[].persistence.path',
  'pools[].nodeSelector',
  'pools[].affinity',
  'pools[].topologySpreadConstraints',
  'pools[].securityContext',
  'pools[].containerSecurityContext',
] as const;

/** Whether the field at a path has to be plain. */
export function isPlainField(path: string): boolean {
  const field = path.replaceAll(/\[\d+\]/g, '[]');
  return plainFields.some(
    (plain) => field === plain || field.startsWith(`${plain}.`) || field.startsWith(`${plain}[`),
  );
}

/**
 * A declaration whose leaves may be known later than its shape: every text may be an `Input`, but for
 * those of `plainFields`. Lists, the keys of mappings, numbers, switches and choices from a few words are plain: they decide
 * which objects there are and how many.
 */
export type Leaves<T, Path extends string = ''> = Path extends (typeof plainFields)[number]
  ? T
  : T extends string
    ? string extends T
      ? Input<T>
      : T
    : T extends readonly (infer Item)[]
      ? readonly Leaves<Item, `${Path}[]`>[]
      : T extends object
        ? { readonly [Field in keyof T]: Leaves<T[Field], Below<Path, Field>> }
        : T;

type Below<Path extends string, Field> = Path extends '' ? `${Field & string}` : `${Path}.${Field & string}`;

/** Fields of which Pulumi's types ask more than those of Kubernetes; their values are the same. */
type Stricter = 'hostAliases' | 'projected';

/** A Kubernetes object whose texts may be known later, in the types of Pulumi. */
export type Filled<T> = T extends string
  ? string extends T
    ? Input<T>
    : T
  : T extends object
    ? { [Field in keyof T]: Field extends Stricter ? never : Filled<T[Field]> }
    : T;
