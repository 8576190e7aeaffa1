import { anchorVariable, topologyWaitVariable } from '../tenant/environment';
import { drivePlaces, mountedFile } from './drive-places';
import { fieldsAt, itemsAt, textAt, valueAt, type Fields } from './fields';
import { nameOf } from './objects';
import { fileParts } from './pod-references';
import { effectiveVariables, ownNamespace, variableText } from './server';

/** By what a server finds the others, and they find it. */
export interface ServerNetwork {
  /** `RUSTFS_LOCAL_ENDPOINT_HOST`: by which it takes drives for its own. Undefined when it is not said. */
  readonly anchor: KnownText | undefined;
  /** `RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE`: how it waits for them. Undefined when it is not said. */
  readonly waits: KnownText | undefined;
  /** Where it listens: `RUSTFS_ADDRESS`, or `MINIO_ADDRESS` that RustFS takes in its place (crates/utils/src/envs.rs). Undefined when neither is said. */
  readonly listens: (KnownText & { readonly variable: string }) | undefined;
  /** Where the certificates lie that it shows; undefined when it is told of none. */
  readonly certificates: string | undefined;
  /** Files that it looks for among them and that a volume there does not have; none where nobody knows which it has. */
  readonly lackedFiles: readonly string[];
  /** Where it serves the console beside S3: `RUSTFS_CONSOLE_ADDRESS`. Undefined where it serves none, or only the cluster knows. */
  readonly console: string | undefined;
  /** Whether it asks the cluster's name servers. */
  readonly asksCluster: boolean;
  /** Host names that the pod itself gives an address. */
  readonly aliases: readonly string[];
}

/** A text that something says; undefined when only the cluster knows it. */
export interface KnownText {
  readonly text: string | undefined;
}

/** What a StatefulSet says of its servers' network. */
export function serverNetwork(statefulSet: Fields, server: Fields): ServerNetwork {
  const pod = fieldsAt(statefulSet, 'spec', 'template', 'spec');
  const variables = effectiveVariables(server);
  const { namespace } = nameOf(statefulSet);
  const said = (name: string) =>
    variables.has(name)
      ? { text: variableText(server, name)?.replaceAll(ownNamespace, namespace) }
      : undefined;
  const address = ['RUSTFS_ADDRESS', 'MINIO_ADDRESS'].find((name) => variables.has(name));
  // An empty path is none (server contract 1.2).
  const tlsPath = variableText(server, 'RUSTFS_TLS_PATH') || undefined;
  const policy = textAt(pod, 'dnsPolicy') ?? 'ClusterFirst';
  return {
    anchor: said(anchorVariable),
    waits: said(topologyWaitVariable),
    listens: address === undefined ? undefined : { variable: address, text: said(address)?.text },
    certificates: tlsPath === undefined ? undefined : drivePlaces(statefulSet, server, [tlsPath]).join(''),
    lackedFiles: tlsPath === undefined ? [] : lackedFiles(statefulSet, server, tlsPath),
    console: consoleOf(server),
    // On the node's network, ClusterFirst means the node's name servers (Kubernetes: pod's DNS policy).
    asksCluster:
      pod.hostNetwork === true ? !['ClusterFirst', 'Default'].includes(policy) : policy !== 'Default',
    aliases: itemsAt(pod, 'hostAliases').flatMap((alias) => {
      const names = valueAt(alias, 'hostnames');
      return Array.isArray(names) ? names.map(String) : [];
    }),
  };
}

/** What a server shows, and the key to it (crates/config/src/constants/app.rs). */
const certificateFiles = ['rustfs_cert.pem', 'rustfs_key.pem'];

/** By the paths that a volume gives the keys of its Secrets, where it names each of them. */
function lackedFiles(statefulSet: Fields, server: Fields, folder: string): string[] {
  const mounted = mountedFile(server, `${folder}/${certificateFiles.join()}`);
  const volume = itemsAt(statefulSet, 'spec', 'template', 'spec', 'volumes').find(
    ({ name }) => name === mounted?.volume,
  );
  const parts = volume === undefined ? [] : fileParts(volume);
  if (parts.length === 0 || parts.some(({ part }) => itemsAt(part, 'items').length === 0)) return [];
  const paths = parts.flatMap(({ part }) => itemsAt(part, 'items').map(({ path }) => String(path)));
  // For other host names they lie in folders of these.
  return certificateFiles.filter((file) => !paths.some((path) => path === file || path.endsWith(`/${file}`)));
}

/** On at :9001, unless it is said otherwise (rustfs/src/config/cli.rs). */
function consoleOf(server: Fields): string | undefined {
  const variables = effectiveVariables(server);
  const isOff = /^(n|no|f|false|off|0)$/i.test(variableText(server, 'RUSTFS_CONSOLE_ENABLE') ?? '');
  const name = ['RUSTFS_CONSOLE_ADDRESS', 'MINIO_CONSOLE_ADDRESS'].find((each) => variables.has(each));
  const text = name === undefined ? ':9001' : variableText(server, name)?.trim();
  return isOff || text === '' ? undefined : text;
}
