import type { Input } from '@pulumi/pulumi';
import type { RootCredentials, RustfsTenantArgs } from './args';
import { nameOf, isNamedResource, type NamedResource } from './references';
import {
  credentialsSecretName,
  isRootCredentials,
  isRpcValue,
  rpcSecretKey,
  rpcSecretName,
} from './value-secrets';

/** What the args of a component declare, in the words of a `TenantSpec`: other objects by their names. */
export function declarationOf(component: string, args: RustfsTenantArgs): object {
  const { lockFile, createNamespace, onReplace, ignoreClaimSizes, skipAwait, ...declared } = args;
  const {
    name = component,
    namespace,
    credsSecret,
    rpcSecret,
    imagePullSecret,
    serviceAccountName,
  } = declared;
  return {
    ...declared,
    name,
    // Absent fields stay absent: the checks say what is missing.
    ...(namespace != null && { namespace: nameOf(namespace) }),
    ...(credsSecret != null && { credsSecret: credentialsReference(name, credsSecret) }),
    ...(rpcSecret != null && { rpcSecret: rpcReference(name, rpcSecret) }),
    ...(imagePullSecret != null && { imagePullSecret: reference(imagePullSecret) }),
    ...(serviceAccountName != null && { serviceAccountName: nameOf(serviceAccountName) }),
  };
}

type Reference = { readonly name: Input<string> } | NamedResource;

function reference(given: Reference): object {
  return isNamedResource(given) ? { name: nameOf(given) } : given;
}

function credentialsReference(tenant: string, given: Reference | RootCredentials): object {
  return isRootCredentials(given) ? { name: credentialsSecretName(tenant, given) } : reference(given);
}

function rpcReference(tenant: string, given: NonNullable<RustfsTenantArgs['rpcSecret']>): object {
  if (isRpcValue(given)) return { name: rpcSecretName(tenant), key: rpcSecretKey };
  return { ...given, name: nameOf(given.name) };
}
