import { isRecord } from '../../lib/is-record';
import { valueAt } from './live-changes';

/**
 * Which bytes each server of these StatefulSets finds at each address that it is told, as Kubernetes and RustFS do it:
 * the last of two variables, arguments before variables, the mount that is nearest to the path, a claim template before
 * a volume of its name. This knows nothing of how the library reads the same objects.
 */
export function foundBytes(objects: readonly unknown[]): Record<string, string> {
  const sets = objects.filter((object) => valueAt(object, ['kind']) === 'StatefulSet');
  const found = sets.flatMap((set) => {
    const name = text(valueAt(set, ['metadata', 'name']));
    const first = Number(valueAt(set, ['spec', 'ordinals', 'start']) ?? 0);
    const servers = Number(valueAt(set, ['spec', 'replicas']) ?? 1);
    const addresses = addressesOf(set, objects).flatMap((address) => expanded(address));
    return Array.from({ length: servers }, (_, i) => `${name}-${first + i}`).flatMap((pod) =>
      addresses.map((address): [string, string] => [`${pod} at ${address}`, bytesAt(set, pod, address)]),
    );
  });
  return Object.fromEntries(found);
}

/** What else decides whether a server can read them. */
export function readingOf(objects: readonly unknown[]): unknown[] {
  return objects
    .filter((object) => valueAt(object, ['kind']) === 'StatefulSet')
    .map((set) => {
      const pod = valueAt(set, [...template, 'securityContext']);
      const own = valueAt(serverOf(set), ['securityContext']);
      const variables = [...variablesOf(set, objects)].filter(([variable]) =>
        /^RUSTFS_(KMS|STORAGE_CLASS|ERASURE|IAM|ENCRYPTION)_/.test(variable),
      );
      return {
        name: valueAt(set, ['metadata', 'name']),
        user: valueAt(own, ['runAsUser']) ?? valueAt(pod, ['runAsUser']),
        group: valueAt(own, ['runAsGroup']) ?? valueAt(pod, ['runAsGroup']),
        files: valueAt(pod, ['fsGroup']),
        groups: list(valueAt(pod, ['supplementalGroups'])),
        labels: valueAt(pod, ['seLinuxOptions']),
        preparation: list(valueAt(set, [...template, 'initContainers']))
          .map((one) => text(valueAt(one, ['name'])))
          .filter((name) => name !== 'init-step'),
        variables: Object.fromEntries(variables),
      };
    });
}

const template = ['spec', 'template', 'spec'] as const;

function serverOf(set: unknown): unknown {
  const containers = list(valueAt(set, [...template, 'containers']));
  return containers.find((one) => valueAt(one, ['name']) === 'rustfs') ?? containers[0];
}

/** By name: what `envFrom` brings first, then `env`, of which the last counts. */
function variablesOf(set: unknown, objects: readonly unknown[]): Map<string, unknown> {
  const server = serverOf(set);
  const variables = new Map<string, unknown>();
  for (const source of list(valueAt(server, ['envFrom']))) {
    const name = valueAt(source, ['configMapRef', 'name']);
    const config = objects.find(
      (one) => valueAt(one, ['kind']) === 'ConfigMap' && valueAt(one, ['metadata', 'name']) === name,
    );
    const data = valueAt(config, ['data']);
    for (const [key, value] of Object.entries(isRecord(data) ? data : {})) variables.set(key, value);
  }
  for (const one of list(valueAt(server, ['env']))) {
    variables.set(text(valueAt(one, ['name'])), valueAt(one, ['value']) ?? valueAt(one, ['valueFrom']) ?? '');
  }
  return variables;
}

function addressesOf(set: unknown, objects: readonly unknown[]): string[] {
  const server = serverOf(set);
  const words = [...list(valueAt(server, ['command'])), ...list(valueAt(server, ['args']))].map(text);
  const told = words.filter((word) => word.startsWith('/') && !word.endsWith('/rustfs'));
  if (told.length > 0) return told;
  return text(variablesOf(set, objects).get('RUSTFS_VOLUMES'))
    .split(' ')
    .filter((address) => address !== '');
}

/** `{0...3}` written out, the first one first. */
function expanded(address: string): string[] {
  const range = /^(.*?)\{(\d+)\.\.\.(\d+)\}(.*)$/.exec(address);
  if (range === null) return [address];
  const [, before = '', from = '', to = '', after = ''] = range;
  const numbers = Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
  return numbers.flatMap((number) => expanded(`${before}${number}${after}`));
}

/** Another server's drives are not here; of its own, the volume and the way into it, and what lies over a part of it. */
function bytesAt(set: unknown, pod: string, address: string): string {
  const [, host, path = address] = /^https?:\/\/([^/:]+):\d+(\/.*)$/.exec(address) ?? [];
  if (host !== undefined && !host.startsWith(`${pod}.`)) return 'elsewhere';
  const mounts = list(valueAt(serverOf(set), ['volumeMounts'])).map((mount) => ({
    mount,
    at: text(valueAt(mount, ['mountPath'])).replace(/\/+$/, ''),
  }));
  const above = mounts
    .filter((one) => `${path}/`.startsWith(`${one.at}/`))
    .sort((a, b) => b.at.length - a.at.length);
  const inside = mounts.filter((one) => one.at.startsWith(`${path}/`));
  const [nearest] = above;
  if (nearest === undefined) return 'nothing';
  return [nearest, ...inside].map((one) => `${one.at}: ${volumeOf(set, pod, one.mount)}`).join(', ');
}

function volumeOf(set: unknown, pod: string, mount: unknown): string {
  const name = text(valueAt(mount, ['name']));
  const claims = list(valueAt(set, ['spec', 'volumeClaimTemplates']));
  const isClaim = claims.some((claim) => valueAt(claim, ['metadata', 'name']) === name);
  const volume = list(valueAt(set, [...template, 'volumes'])).find((one) => valueAt(one, ['name']) === name);
  const way = ['subPath', 'subPathExpr'].map((field) => text(valueAt(mount, [field])));
  const isPlain =
    valueAt(mount, ['readOnly']) !== true &&
    ['None', undefined].includes(textOrNot(valueAt(mount, ['mountPropagation'])));
  return JSON.stringify([isClaim ? `${name}-${pod}` : volume, way, isPlain]);
}

function text(value: unknown): string {
  return typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : JSON.stringify(value);
}

function textOrNot(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : text(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
