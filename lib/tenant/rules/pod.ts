import type { Container } from 'kubernetes-types/core/v1';
import type { TenantDraft, Unfinished } from '../draft';
import { logDirectory } from '../log';
import { dnsLabel, logVolumeName } from '../names';
import { isLoneDrive } from '../pool-plans';
import { error, type Problem } from '../problem';
import { profileOf } from '../profile';
import { isTlsEnabled } from '../tls/certificates';
import { tlsVolumeName } from '../tls/wiring';
import { consolePort, s3Port } from '../volumes';
import { duplicates } from './duplicates';
import { objectName } from './object-names';
import { refusal } from './ownership';

/** Further containers of the pods, and how the pods are run. */
export function* podRules(spec: TenantDraft): Iterable<Problem> {
  const { pod = {} } = spec;
  yield* containers(spec);
  yield* objectName('pod.runtimeClassName', pod.runtimeClassName);
  yield* names(spec);
}

function* containers(spec: TenantDraft): Iterable<Problem> {
  const { initContainers = [], containers: sidecars = [] } = spec.pod ?? {};
  const seen = new Map<string, string>([['rustfs', "the server's own"]]);
  const all = [
    ...initContainers.map((container, i) => ({ path: `pod.initContainers[${i}]`, container, isInit: true })),
    ...sidecars.map((container, i) => ({ path: `pod.containers[${i}]`, container, isInit: false })),
  ];
  for (const { path, container, isInit } of all) {
    const { name, image } = container;
    const first = seen.get(name ?? '');
    if (name !== undefined && !dnsLabel.test(name)) {
      const fix = 'Use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.';
      yield error(`${path}.name`, 'pod-container', `"${name}" cannot name a container.`, fix);
    } else if (name !== undefined && first !== undefined) {
      const message = `"${name}" is the name of another container: ${first}.`;
      yield error(`${path}.name`, 'pod-container', message, 'Give every container a name of its own.');
    }
    seen.set(name ?? '', first ?? path);
    if (image === undefined || image === '') {
      yield error(`${path}.image`, 'pod-container', 'The container has no image.', 'Name an image.');
    }
    yield* ports(path, container, isInit);
    yield* mounts(spec, path, container);
  }
}

/** The containers of a pod share its addresses; an ordinary init container is gone before the server listens. */
function* ports(path: string, container: Unfinished<Container>, isInit: boolean): Iterable<Problem> {
  const ends = isInit && container.restartPolicy !== 'Always';
  for (const [i, { containerPort, protocol = 'TCP' }] of (container.ports ?? []).entries()) {
    if (containerPort === undefined) continue;
    const at = `${path}.ports[${i}].containerPort`;
    if (containerPort < 1 || containerPort > 65535) {
      yield error(at, 'pod-container', `There is no port ${containerPort}.`, 'Use 1 to 65535.');
    } else if (protocol === 'TCP' && !ends && [s3Port, consolePort].includes(containerPort)) {
      const message = `Port ${containerPort} is RustFS's own; only one container of a pod can listen there.`;
      yield error(at, 'pod-container', message, 'Use another port.');
    }
  }
}

function* mounts(
  spec: TenantDraft,
  path: string,
  { volumeMounts = [] }: Unfinished<Container>,
): Iterable<Problem> {
  for (const [i, { name }] of volumeMounts.entries()) {
    if (name === undefined || hasVolume(spec, name)) continue;
    const message = `No pod has a volume "${name}", or not in every pool.`;
    yield error(`${path}.volumeMounts[${i}].name`, 'pod-container', message, 'Add it to additionalVolumes.');
  }
  for (const { position, first } of duplicates(volumeMounts.map(({ mountPath }) => mountPath))) {
    const message = `${path}.volumeMounts[${first}] has the same place; Kubernetes refuses that.`;
    yield error(`${path}.volumeMounts[${position}].mountPath`, 'pod-container', message, 'Keep one of them.');
  }
}

/** Whether every pod of the tenant has a volume of this name. */
function hasVolume(spec: TenantDraft, name: string): boolean {
  const drive = /^vol-(0|[1-9]\d*)$/.exec(name)?.[1];
  if (drive !== undefined) {
    return (spec.pools ?? []).every(
      ({ persistence }) => Number(drive) < (persistence?.volumesPerServer ?? 0),
    );
  }
  const own = [
    ...(logDirectory(spec.logging) === undefined ? [] : [logVolumeName]),
    ...(isTlsEnabled(spec.tls) ? [tlsVolumeName] : []),
    ...profileOf(spec).writablePaths.map((scratch) => scratch.name),
    ...(spec.additionalVolumes ?? []).map((volume) => volume.name),
  ];
  return own.includes(name);
}

/** The servers find each other by the cluster's DNS. */
function* names(spec: TenantDraft): Iterable<Problem> {
  const { dnsPolicy, dnsConfig } = spec.pod ?? {};
  if (dnsPolicy === 'None' && (dnsConfig?.nameservers ?? []).length === 0) {
    const message = 'With dnsPolicy: None the pod knows no name server; Kubernetes refuses that.';
    yield error('pod.dnsPolicy', 'pod-dns', message, 'Name one in pod.dnsConfig.nameservers.');
  }
  if (dnsPolicy !== 'Default' || isLoneDrive(spec.pools ?? [])) return;
  yield refusal(spec)(
    'pod.dnsPolicy',
    'pod-dns',
    "With dnsPolicy: Default pods ask the node's name servers, which do not know the cluster's names: no server finds another.",
    'Leave it out.',
  );
}
