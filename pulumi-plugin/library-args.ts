import * as pulumi from '@pulumi/pulumi';
import type { RustfsTenantArgs as LibraryArgs } from 'rustfs-constructs/pulumi';
import type { PoolArgs, RustfsTenantArgs, VariableArgs } from './args';

/**
 * The same tenant in the words of the library.
 *
 * @throws {InputPropertyError} when credentials are given twice.
 */
export function libraryArgs(args: RustfsTenantArgs): LibraryArgs {
  const {
    existingSecret,
    accessKey,
    secretKey,
    credentialsVersion,
    existingRpcSecret,
    rpcSecret,
    ...others
  } = args;
  const { perNode, drives, failureDomain, pools, env, further, ...same } = others;
  const hasKeys = accessKey !== undefined || secretKey !== undefined;
  if (existingSecret !== undefined && hasKeys) throw doubled('existingSecret', 'accessKey and secretKey');
  if (existingRpcSecret !== undefined && rpcSecret !== undefined)
    throw doubled('existingRpcSecret', 'rpcSecret');
  const placement = present({ perNode, drives, failureDomain });
  return {
    ...further,
    ...present(same),
    namespace: args.namespace,
    pools: pools.map(poolOf),
    ...(env !== undefined && { env: env.map(variableOf) }),
    ...(Object.keys(placement).length > 0 && { placement }),
    ...(existingSecret !== undefined && { credsSecret: { name: existingSecret } }),
    // A key that is missing is refused by the library.
    ...(hasKeys && {
      credsSecret: {
        accessKey: accessKey ?? '',
        secretKey: secretKey ?? '',
        ...present({ version: credentialsVersion }),
      },
    }),
    ...(existingRpcSecret !== undefined && { rpcSecret: { name: existingRpcSecret, key: 'secret' } }),
    ...(rpcSecret !== undefined && { rpcSecret: { value: rpcSecret } }),
  };
}

function poolOf(pool: PoolArgs): LibraryArgs['pools'][number] {
  const { name, servers, volumesPerServer, storage, storageClassName, requests, limits, nodeSelector } = pool;
  const isDescribed = storage !== undefined || storageClassName !== undefined;
  const resources = present({ requests, limits });
  return {
    name,
    servers,
    persistence: {
      volumesPerServer,
      ...(isDescribed && {
        volumeClaimTemplate: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: storage ?? '10Gi' } },
          ...present({ storageClassName }),
        },
      }),
    },
    ...(Object.keys(resources).length > 0 && { resources }),
    ...present({ nodeSelector }),
  };
}

function variableOf({
  name,
  value,
  secretName,
  secretKey,
}: VariableArgs): NonNullable<LibraryArgs['env']>[number] {
  if (secretName === undefined || secretKey === undefined) return { name, ...present({ value }) };
  return { name, valueFrom: { secretKeyRef: { name: secretName, key: secretKey } } };
}

function doubled(propertyPath: string, other: string): Error {
  return new pulumi.InputPropertyError({ propertyPath, reason: `Keep this, or ${other}; not both.` });
}

type Present<T> = { [Field in keyof T]?: Exclude<T[Field], undefined> };

/** Without the fields that are undefined. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
