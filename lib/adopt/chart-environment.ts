import { anchorVariable, credentialKeys, takesAnchor, topologyWaitVariable } from '../tenant/environment';
import { consolePort, s3Port } from '../tenant/volumes';
import { problemAt, type LiveProblem } from './live-objects';
import type { LivePool } from './live-tenant';
import { fieldsAt, isSame, listAt, named, saying, textAt, type Fields } from './value';

/** What the variables of a chart's server say in the words of a declaration. */
export interface ChartEnvironment {
  /** `credsSecret`, `rpcSecret` and `env`. */
  readonly fields: Fields;
  /** The keys of the root credentials, where they are not the operator's. */
  readonly credentialKeys: Fields;
  /** Whether the server finds its address or its peers in a way of its own, which `pod.endpointAnchor` would double. */
  readonly hasOwnAnchor: boolean;
}

/** Variables that the default profile writes itself, with these values. */
const written: readonly Fields[] = [
  { name: 'RUSTFS_CONSOLE_ENABLE', value: 'true' },
  { name: 'RUSTFS_OBS_LOGGER_LEVEL', value: 'info' },
  { name: 'RUSTFS_CHECK_UPDATE', value: 'false' },
  // The empty value, which is stored without one: the log is standard output.
  { name: 'RUSTFS_OBS_LOG_DIRECTORY' },
];

/** Sorts the variables: what a field says, what the default profile says anyway, and the rest as they are. */
export function chartEnvironment(
  pool: LivePool,
  variables: readonly Fields[],
  { serverDomain, logPath }: { readonly serverDomain: string; readonly logPath: string | undefined },
  problems: LiveProblem[],
): ChartEnvironment {
  const credentials = credentialsOf(variables);
  const rpc = secretOf(variables, 'RUSTFS_RPC_SECRET');
  const anchor = anchorOf(pool, variables, serverDomain);
  const hasOwnAnchor =
    (named(variables, anchorVariable) !== undefined && anchor.length === 0) || !waitsForAnchor(variables);
  const told = [
    'RUSTFS_VOLUMES',
    'RUSTFS_ADDRESS',
    'RUSTFS_CONSOLE_ADDRESS',
    ...(credentials === undefined ? [] : ['RUSTFS_ACCESS_KEY', 'RUSTFS_SECRET_KEY']),
    ...(rpc === undefined ? [] : ['RUSTFS_RPC_SECRET']),
    ...(logPath === undefined ? [] : ['RUSTFS_OBS_LOG_DIRECTORY']),
    ...(hasOwnAnchor ? [] : [...anchor, topologyWaitVariable]),
  ];
  problems.push(...otherPorts(pool, variables));
  const env = variables.filter(
    (one) => !told.includes(textAt(one, 'name') ?? '') && !written.some((own) => isSame(own, one)),
  );
  return {
    fields: {
      ...saying({ credsSecret: credentials && { name: credentials.secret } }),
      ...saying({ rpcSecret: rpc }),
      ...saying({ env }),
    },
    credentialKeys: isSame(credentials?.keys, credentialKeys) ? {} : (credentials?.keys ?? {}),
    hasOwnAnchor,
  };
}

/** Both root credentials of one Secret. */
function credentialsOf(variables: readonly Fields[]): { secret: string; keys: Fields } | undefined {
  const access = secretOf(variables, 'RUSTFS_ACCESS_KEY');
  const secret = secretOf(variables, 'RUSTFS_SECRET_KEY');
  if (access === undefined || secret?.name !== access.name) return undefined;
  return { secret: access.name, keys: { accessKey: access.key, secretKey: secret.key } };
}

function secretOf(variables: readonly Fields[], variable: string): { name: string; key: string } | undefined {
  const reference = fieldsAt(named(variables, variable), 'valueFrom', 'secretKeyRef');
  const [name, key] = [textAt(reference, 'name'), textAt(reference, 'key')];
  return name === undefined || key === undefined || reference.optional === true ? undefined : { name, key };
}

/**
 * The variables by which the server is told the very address that the endpoint anchor tells it. The pod's name stays
 * where another variable or the path of a mount refers to it.
 */
function anchorOf({ container }: LivePool, variables: readonly Fields[], serverDomain: string): string[] {
  const paths = listAt(container, 'volumeMounts').map((mount) => textAt(mount, 'subPathExpr') ?? '');
  const text = textAt(named(variables, anchorVariable), 'value') ?? '';
  const podName = /^\$\(([^)]+)\)\./.exec(text)?.[1] ?? '';
  const isPodName =
    textAt(named(variables, podName), 'valueFrom', 'fieldRef', 'fieldPath') === 'metadata.name' &&
    text === `$(${podName}).${serverDomain}`;
  if (!isPodName) return [];
  const isUsed = variables
    .filter((one) => one.name !== anchorVariable)
    .some((one) => textAt(one, 'value')?.includes(`$(${podName})`));
  return isUsed || paths.some((path) => path.includes(`$(${podName})`))
    ? [anchorVariable]
    : [podName, anchorVariable];
}

/** Whether the server waits for its peers as the endpoint anchor has it. */
function waitsForAnchor(variables: readonly Fields[]): boolean {
  const wait = named(variables, topologyWaitVariable);
  return wait === undefined || (wait.valueFrom === undefined && takesAnchor(textAt(wait, 'value') ?? ''));
}

/** The ports are part of the addresses of drives and of what clients call, and here they are fixed. */
function otherPorts({ set }: LivePool, variables: readonly Fields[]): LiveProblem[] {
  const ports: [string, number][] = [
    ['RUSTFS_ADDRESS', s3Port],
    ['RUSTFS_CONSOLE_ADDRESS', consolePort],
  ];
  return ports.flatMap(([name, port]) => {
    const text = textAt(named(variables, name), 'value');
    if (text?.startsWith('[') === true) return [ipv6(set, name, text)];
    if (text === undefined || text.endsWith(`:${port}`)) return [];
    const message = `${name} is "${text}", and a declared tenant has its port at ${port}.`;
    return [
      problemAt(set, 'live-unknown', message, 'Only tenants at the ports 9000 and 9001 can be adopted.'),
    ];
  });
}

/** A declared tenant listens at every IPv4 address, and nobody would reach it where there are none. */
function ipv6(set: LivePool['set'], name: string, text: string): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    `${name} is "${text}", and a declared tenant listens at the IPv4 addresses of its pods.`,
    'A tenant in a cluster without IPv4 cannot be adopted yet; otherwise take the variable out, which restarts the pods once.',
  );
}
