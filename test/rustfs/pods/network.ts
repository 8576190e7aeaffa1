import { command } from './command';

/** The network that the pods of one tenant share: a bridge in the run's own namespace, with an address for the tests. */
export interface Network {
  readonly bridge: string;
  /** The first three numbers of every address. */
  readonly subnet: string;
}

/** The network namespace of a pod, and its end of the wire. It outlives the container, as that of a kubelet does. */
export interface PodNetwork {
  readonly namespace: string;
  readonly address: string;
  /** The bridge's end. */
  readonly link: string;
}

export function makeNetwork(tenant: number): Network {
  const network = { bridge: `tenant${tenant}`, subnet: `10.77.${tenant}` };
  command('ip', 'link', 'add', network.bridge, 'type', 'bridge');
  command('ip', 'addr', 'add', `${network.subnet}.1/24`, 'dev', network.bridge);
  command('ip', 'link', 'set', network.bridge, 'up');
  return network;
}

export function removeNetwork({ bridge }: Network): void {
  command('ip', 'link', 'del', bridge);
}

export function addPodNetwork({ bridge, subnet }: Network, number: number): PodNetwork {
  // The namespace has the name of its end of the wire here.
  const link = `${bridge}-${number}`;
  const address = `${subnet}.${number + 10}`;
  const inside = (...parameters: readonly string[]) => command('ip', '-n', link, ...parameters);
  command('ip', 'netns', 'add', link);
  command('ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', link);
  command('ip', 'link', 'set', link, 'master', bridge, 'up');
  inside('addr', 'add', `${address}/24`, 'dev', 'eth0');
  inside('link', 'set', 'eth0', 'up');
  inside('link', 'set', 'lo', 'up');
  return { namespace: link, address, link };
}

/** Its processes have to be gone. */
export function removePodNetwork({ namespace, link }: PodNetwork): void {
  command('ip', 'link', 'del', link);
  command('ip', 'netns', 'del', namespace);
}

/** Pulls the wire, or plugs it in again. What is sent to the pod then is lost: nobody says that it is not there. */
export function setLink({ link }: PodNetwork, isUp: boolean): void {
  command('ip', 'link', 'set', link, isUp ? 'up' : 'down');
}
