/** Any object, read without types: this is how the cluster looks at it, not how the library does. */
type Any = Readonly<Record<string, unknown>>;

/**
 * Which claim and directory every drive's address reaches, from each server that knows it: an oracle of its own, which
 * follows an address as Kubernetes and a container would, pod by pod.
 */
export function driveBytes(objects: readonly object[]): Readonly<Record<string, string>> {
  const sets = objects.map(fields).filter(({ kind }) => kind === 'StatefulSet');
  const pods = sets.flatMap(podsOf);
  const found: Record<string, string> = {};
  for (const set of sets) {
    const own = podsOf(set);
    const [first] = own;
    found[`${titleOf(set)} runs`] = own.map(({ name }) => name).join(' ');
    // Every server of a set is told the same; only a lone drive is each server's own.
    for (const [i, expression] of (first?.volumes ?? '').split(' ').entries()) {
      for (const address of expanded(expression)) {
        for (const pod of address.startsWith('/') ? own : own.slice(0, 1)) {
          found[`${pod.name} pool ${i} ${address}`] = reached(address, pod, pods, objects);
        }
      }
    }
  }
  return found;
}

interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  readonly labels: Any;
  readonly volumes: string;
  readonly words: string;
  readonly claims: readonly string[];
  readonly container: Any;
}

function titleOf({ metadata }: Any): string {
  return `${String(fields(metadata).namespace)}/${String(fields(metadata).name)}`;
}

function podsOf(set: Any): Pod[] {
  const spec = fields(set.spec);
  const template = fields(spec.template);
  const container = list(fields(template.spec).containers).find(
    (each) => variable(each, 'RUSTFS_VOLUMES') !== undefined,
  );
  if (container === undefined) return [];
  const metadata = fields(set.metadata);
  const start = Number(fields(spec.ordinals).start ?? 0);
  const count = spec.replicas === undefined ? 1 : Number(spec.replicas);
  return Array.from({ length: count }, (_, i) => ({
    name: `${String(metadata.name)}-${start + i}`,
    namespace: String(metadata.namespace),
    service: String(spec.serviceName),
    labels: fields(fields(template.metadata).labels),
    volumes: variable(container, 'RUSTFS_VOLUMES') ?? '',
    words: wordsOf(container),
    claims: list(spec.volumeClaimTemplates).map((claim) => String(fields(claim.metadata).name)),
    container,
  }));
}

/** What the container starts; the image's own entrypoint starts the binary. */
function wordsOf({ command, args }: Any): string {
  const words = JSON.stringify([command ?? [], args ?? []]);
  return words === '[["/usr/bin/rustfs"],[]]' ? '[[],[]]' : words;
}

/** The last one wins. */
function variable(container: Any, name: string): string | undefined {
  const found = list(container.env).findLast((each) => each.name === name);
  return found === undefined || found.value === undefined ? undefined : String(found.value);
}

function expanded(text: string): string[] {
  const range = /\{(\d+)\.\.\.(\d+)\}/.exec(text);
  if (range === null) return [text];
  const [whole, from, to] = range;
  const all: string[] = [];
  for (let number = Number(from); number <= Number(to); number += 1)
    all.push(text.replace(whole, String(number)));
  return all.flatMap(expanded);
}

function reached(address: string, from: Pod, pods: readonly Pod[], objects: readonly object[]): string {
  if (address.startsWith('/')) return within(from, address);
  const url = URL.parse(address);
  if (url === null) return `nobody understands ${address}`;
  const [name, service, namespace] = url.hostname.split('.');
  const target = pods.find(
    (pod) => pod.name === name && pod.service === service && pod.namespace === (namespace ?? from.namespace),
  );
  return target === undefined || !isNamed(target, objects)
    ? 'nobody'
    : `${url.protocol} ${within(target, url.pathname)}`;
}

/** Whether a headless Service of that name gives the pod its DNS name. */
function isNamed(pod: Pod, objects: readonly object[]): boolean {
  return objects.map(fields).some(({ kind, metadata, spec }) => {
    const { clusterIP, selector } = fields(spec);
    return (
      kind === 'Service' &&
      fields(metadata).name === pod.service &&
      fields(metadata).namespace === pod.namespace &&
      clusterIP === 'None' &&
      Object.keys(fields(selector)).length > 0 &&
      Object.entries(fields(selector)).every(([key, value]) => pod.labels[key] === value)
    );
  });
}

/** What lies at a path of a pod's container. */
function within(pod: Pod, path: string): string {
  const mounts = list(pod.container.volumeMounts)
    .filter(({ mountPath }) => isAround(String(mountPath), path))
    .sort((a, b) => String(a.mountPath).length - String(b.mountPath).length);
  const mount = mounts.at(-1);
  if (mount === undefined) return `${pod.name}'s own ${path} by ${pod.words}`;
  const name = String(mount.name);
  const volume = pod.claims.includes(name) ? `claim ${name}-${pod.name}` : `volume ${name} of ${pod.name}`;
  const below = [mount.subPath ?? mount.subPathExpr ?? '', path.slice(String(mount.mountPath).length)];
  return `${volume} at ${below.join('/').replaceAll(/\/+/g, '/').replace(/\/$/, '')} by ${pod.words}`;
}

function isAround(mountPath: string, path: string): boolean {
  return path === mountPath || path.startsWith(mountPath.endsWith('/') ? mountPath : `${mountPath}/`);
}

function fields(value: unknown): Any {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function list(value: unknown): Any[] {
  return Array.isArray(value) ? value.map(fields) : [];
}
