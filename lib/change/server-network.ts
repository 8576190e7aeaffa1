import { anchorVariable, topologyWaitVariable } from '../tenant/environment';
import { drivePlaces } from './drive-places';
import { fieldsAt, itemsAt, textAt, valueAt, type Fields } from './fields';
import { nameOf } from './objects';
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
    // On the node's network, ClusterFirst means the node's name servers (Kubernetes: pod's DNS policy).
    asksCluster:
      pod.hostNetwork === true ? !['ClusterFirst', 'Default'].includes(policy) : policy !== 'Default',
    aliases: itemsAt(pod, 'hostAliases').flatMap((alias) => {
      const names = valueAt(alias, 'hostnames');
      return Array.isArray(names) ? names.map(String) : [];
    }),
  };
}
