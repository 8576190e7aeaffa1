import type { TenantDraft } from '../draft';
import { beyondOperator } from '../encryption/operator';
import { podFieldsBeyondOperator } from '../beyond-operator';
import { error, warning, type Problem } from '../problem';

/** Fields without effect, and fields that compatibility mode cannot have. */
export function* compatibilityRules(spec: TenantDraft): Iterable<Problem> {
  yield* withoutEffect(spec);
  if (spec.compatibility === 'operator') yield* beyondTheOperator(spec);
}

/** Whether some field is there, at any depth. */
function saysSomething(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return Object.values(value).some(saysSomething);
}

function* withoutEffect(spec: TenantDraft): Iterable<Problem> {
  if (spec.mountPath !== undefined) {
    const message = 'mountPath has no effect, neither here nor in the operator.';
    yield warning(
      'mountPath',
      'no-effect',
      message,
      "Leave it out; drives are mounted below each pool's persistence.path.",
    );
  }
  if (spec.createServiceAccountRbac !== undefined) {
    const message = 'createServiceAccountRbac has no effect, neither here nor in the operator.';
    yield warning('createServiceAccountRbac', 'no-effect', message, 'Leave it out; RustFS needs no roles.');
  }
}

/** Whatever would make other objects than the operator's is refused, so that taking over changes nothing. */
function* beyondTheOperator(spec: TenantDraft): Iterable<Problem> {
  const { placement } = spec;
  const beyond: [path: string, isSet: boolean][] = [
    ['developmentCredentials', spec.developmentCredentials === true],
    ['placement.perNode', placement?.perNode !== undefined && placement.perNode !== 'none'],
    ['placement.failureDomain', placement?.failureDomain !== undefined],
    ['placement.drives', placement?.drives === 'shared'],
    ['parity', spec.parity !== undefined],
    ['storageClass', saysSomething(spec.storageClass)],
    ['erasureSetDriveCount', spec.erasureSetDriveCount !== undefined],
    ['disruptionBudget', spec.disruptionBudget !== undefined && spec.disruptionBudget.enabled !== false],
    ['probes', saysSomething(spec.probes)],
    ['services', saysSomething(spec.services)],
    ...(['identity', 'notifications', 'audit', 'extraCa', 'outbound'] as const).map(
      (field): [string, boolean] => [field, saysSomething(spec[field])],
    ),
    ['pod.entrypoint', spec.pod?.entrypoint === 'binary'],
    ['pod.endpointAnchor', spec.pod?.endpointAnchor === true],
    ['pod.labels', saysSomething(spec.pod?.labels)],
    ...podFieldsBeyondOperator.map((field): [string, boolean] => [
      `pod.${field}`,
      !isNothing(spec.pod?.[field]),
    ]),
    ['claimRetention', saysSomething(spec.claimRetention)],
    ['managedBy', spec.managedBy !== undefined],
    ...beyondOperator(spec.encryption).map((path): [string, boolean] => [path, true]),
    ['adopted', spec.adopted !== undefined],
    ...(spec.pools ?? []).map(({ adopted }, i): [string, boolean] => [
      `pools[${i}].adopted`,
      adopted !== undefined,
    ]),
    ...(spec.pools ?? []).map(({ updatePartition }, i): [string, boolean] => [
      `pools[${i}].updatePartition`,
      updatePartition !== undefined && (updatePartition > 0 || spec.serviceAccountName !== undefined),
    ]),
  ];
  for (const [path] of beyond.filter(([, isSet]) => isSet)) {
    yield error(
      path,
      'compatibility',
      `"${path}" makes objects that the operator does not make, and compatibility: operator promises exactly its own.`,
      'Leave it out, or leave compatibility out once the tenant has been taken over.',
    );
  }
}

/** Absent, or an empty list. */
function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
