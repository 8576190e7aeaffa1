import type { Container } from 'kubernetes-types/core/v1';
import type { TenantDraft, Unfinished } from '../draft';
import { dataClaimName, dnsLabel, isOwnVolumeName } from '../names';
import { isLoneDrive } from '../pool-plans';
import { error, type Problem } from '../problem';
import { consolePort, s3Port } from '../volumes';
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
    ...initContainers.map((container, i) => ({ path: `pod.initContainers[${i}]`, container })),
    ...sidecars.map((container, i) => ({ path: `pod.containers[${i}]`, container })),
  ];
  for (const { path, container } of all) {
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
    yield* ports(path, container);
    yield* mounts(spec, path, container);
  }
}

/** The containers of a pod share its addresses. */
function* ports(path: string, { ports: own = [] }: Unfinished<Container>): Iterable<Problem> {
  for (const [i, { containerPort }] of own.entries()) {
    if (containerPort !== s3Port && containerPort !== consolePort) continue;
    const message = `Port ${containerPort} is RustFS's own; only one container of a pod can listen there.`;
    yield error(`${path}.ports[${i}].containerPort`, 'pod-container', message, 'Use another port.');
  }
}

function* mounts(
  spec: TenantDraft,
  path: string,
  { volumeMounts = [] }: Unfinished<Container>,
): Iterable<Problem> {
  const drives = Math.min(...(spec.pools ?? []).map(({ persistence }) => persistence?.volumesPerServer ?? 0));
  const claims = Array.from({ length: Number.isFinite(drives) ? drives : 0 }, (_, drive) =>
    dataClaimName(drive),
  );
  const added = (spec.additionalVolumes ?? []).flatMap(({ name }) => name ?? []);
  for (const [i, { name }] of volumeMounts.entries()) {
    if (name === undefined) continue;
    const isDrive = /^vol-\d+$/.test(name) && !claims.includes(name);
    if (added.includes(name) || (isOwnVolumeName(name) && !isDrive)) continue;
    const message = `No pod has a volume "${name}", or not in every pool.`;
    yield error(`${path}.volumeMounts[${i}].name`, 'pod-container', message, 'Add it to additionalVolumes.');
  }
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
