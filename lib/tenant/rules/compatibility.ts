import type { TenantDraft } from '../draft';
import { error, warning, type Problem } from '../problem';

/** Fields without effect, and fields that compatibility mode cannot have. */
export function* compatibilityRules(spec: TenantDraft): Iterable<Problem> {
  yield* withoutEffect(spec);
  if (spec.compatibility === 'operator') yield* beyondTheOperator(spec);
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
    ['probes', spec.probes !== undefined],
    ['services', spec.services !== undefined],
    ['pod.entrypoint', spec.pod?.entrypoint === 'binary'],
    ['pod.endpointAnchor', spec.pod?.endpointAnchor === true],
    ['pod.terminationGracePeriodSeconds', spec.pod?.terminationGracePeriodSeconds !== undefined],
    ['claimRetention', spec.claimRetention !== undefined],
    ['managedBy', spec.managedBy !== undefined],
    ...(spec.pools ?? []).map(({ updatePartition }, i): [string, boolean] => [
      `pools[${i}].updatePartition`,
      updatePartition !== undefined,
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
