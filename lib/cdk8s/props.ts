import type { SecretKeyReference, TenantSpec } from '../tenant/spec';
import { nameOf, type Named } from './named';

/** The declaration of a tenant in a cdk8s app: a `TenantSpec` that takes its name and namespace from the app. */
export interface RustfsTenantProps
  extends Omit<TenantSpec, keyof ReferenceProps | 'name' | 'namespace'>, ReferenceProps {
  /**
   * The tenant's name. It is part of every drive's address: to rename a construct, keep the old name here.
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The namespace of every object. Part of every drive's address.
   * @default - the chart's; a tenant without a namespace is refused
   */
  readonly namespace?: string;

  /**
   * The lock file, from the working directory: what it knows of the tenant is held to, and what is new goes in when the
   * app is synthesized. Commit it. Tenants may share one.
   * @default - none; nothing keeps a pool from being renamed or reordered
   */
  readonly lockFile?: string;
}

/** The props that name another object, and take that object as well. */
interface ReferenceProps {
  /**
   * The Secret with the root credentials, under the keys `accesskey` and `secretkey`: `{ name }`, a cdk8s-plus
   * Secret or an ApiObject.
   * @default - none; then `env` has to bring them by reference, or `developmentCredentials` says so
   */
  readonly credsSecret?: Named;

  /**
   * The Secret key that authenticates the servers to each other; `name` is a name or the Secret itself.
   * @default - derived by RustFS from the root credentials
   */
  readonly rpcSecret?: Omit<SecretKeyReference, 'name'> & { readonly name: string | Named };

  /**
   * The Secret with the registry's credentials: `{ name }`, a cdk8s-plus Secret or an ApiObject.
   * @default - none
   */
  readonly imagePullSecret?: Named;

  /**
   * A ServiceAccount that you bring: its name, a cdk8s-plus ServiceAccount or an ApiObject.
   * @default - `NAME-sa` is created, without a mounted token
   */
  readonly serviceAccountName?: string | Named;
}

/** The declaration that the props make. `namespace` is refused by the checks where neither chart nor props say it. */
export function specOf(props: RustfsTenantProps, id: string, chartNamespace: string | undefined): TenantSpec {
  const { lockFile: _lockFile, credsSecret, rpcSecret, imagePullSecret, serviceAccountName, ...same } = props;
  const declaration: Omit<TenantSpec, 'namespace'> = {
    ...same,
    name: props.name ?? id,
    ...(credsSecret != null && { credsSecret: { name: credsSecret.name } }),
    ...(rpcSecret != null && { rpcSecret: { ...rpcSecret, name: nameOf(rpcSecret.name) } }),
    ...(imagePullSecret != null && { imagePullSecret: { name: imagePullSecret.name } }),
    ...(serviceAccountName != null && { serviceAccountName: nameOf(serviceAccountName) }),
  };
  return withNamespace(declaration, props.namespace ?? chartNamespace);
}

/** Without a namespace this is no whole declaration yet; the checks say so, with all other problems. */
function withNamespace(
  declaration: Omit<TenantSpec, 'namespace'>,
  namespace: string | undefined,
): TenantSpec {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return { ...declaration, namespace } as TenantSpec;
}
