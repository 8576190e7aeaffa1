import { error, warning, type Problem } from '../../tenant/problem';
import { logVolumeName } from '../../tenant/names';
import { compareQuantities } from '../../tenant/quantity';
import type { ClaimIdentity, PoolIdentity } from '../identity';
import type { KeptPool } from './index';

/** Kubernetes refuses any change of a claim template; a larger size alone has a way around that keeps the pods. */
export function* claimProblems({ before, now, path }: KeptPool): Iterable<Problem> {
  // A changed number of drives is told as that.
  if (before.drivesPerServer !== now.drivesPerServer) return;
  const changed = [...new Set([...changedTemplates(before, now), ...movedTemplates(before, now)])];
  if (changed.length > 0) {
    yield error(
      `${path}.persistence`,
      'claim-template-changed',
      `The claim ${changed.length === 1 ? 'template' : 'templates'} ${changed.join(', ')} of "${now.name}" would ` +
        'change in more than a larger size, or their order. Kubernetes refuses it, and existing claims would stay as they are.',
      'Put the template back as it was. Another StorageClass or access mode takes a new pool ' +
        '(rustfs-tenant runbook append-pool); labels and annotations of existing claims are set with kubectl.',
    );
  }
  yield* sizeProblems(
    { before, now, path },
    [...sizes(now).keys()].filter((template) => !changed.includes(template)),
  );
}

/** Templates that change from and to the same size are told together. */
function* sizeProblems({ before, now, path }: KeptPool, templates: readonly string[]): Iterable<Problem> {
  const steps = templates.map((template) => ({
    template,
    old: sizes(before).get(template) ?? '',
    size: sizes(now).get(template) ?? '',
  }));
  for (const [i, { template, old, size }] of steps.entries()) {
    const same = steps.filter((step) => step.old === old && step.size === size);
    const order = compareQuantities(size, old) ?? 0;
    const at =
      template === logVolumeName
        ? 'logging.storageSize'
        : `${path}.persistence.volumeClaimTemplate.resources.requests.storage`;
    if (order === 0 || same[0] !== steps[i]) continue;
    const claims = `claims ${same.map(({ template }) => template).join(', ')} of "${now.name}"`;
    if (order < 0) {
      const message = `The ${claims} would shrink from ${old} to ${size}; no volume can.`;
      const fix = `Give ${old} or more. For smaller drives append a pool and retire this one.`;
      yield error(at, 'claim-shrunk', message, fix);
    } else {
      const message =
        `The ${claims} would grow from ${old} to ${size}. Kubernetes refuses the change of the template, so applying ` +
        'the objects fails until the StatefulSet is made anew around its pods.';
      yield warning(at, 'claim-grown', message, 'Follow the steps of rustfs-tenant runbook size-up FILE');
    }
  }
}

/** The templates that differ in more than their size, came or went. */
function changedTemplates(before: PoolIdentity, now: PoolIdentity): string[] {
  const [old, current] = [fingerprints(before), fingerprints(now)];
  const names = [...new Set([...old.keys(), ...current.keys()])];
  return names.filter((name) => old.get(name) !== current.get(name));
}

/** Templates that say the same and stand in another order: each drive would be the claim of another. */
function movedTemplates(before: PoolIdentity, now: PoolIdentity): string[] {
  const pairs = before.claims.flatMap((old) =>
    now.claims.map((current) => [old.templates, current.templates] as const),
  );
  return pairs.flatMap(([old, current]) => {
    const expected = old.filter((name) => current.includes(name));
    const found = current.filter((name) => old.includes(name));
    return expected.filter((name, i) => name !== found[i]);
  });
}

function fingerprints({ claims }: PoolIdentity): ReadonlyMap<string, string> {
  return byTemplate(claims, ({ fingerprint }) => fingerprint);
}

function sizes({ claims }: PoolIdentity): ReadonlyMap<string, string> {
  return byTemplate(claims, ({ size }) => size);
}

function byTemplate(claims: readonly ClaimIdentity[], value: (claim: ClaimIdentity) => string) {
  return new Map(claims.flatMap((claim) => claim.templates.map((name) => [name, value(claim)] as const)));
}
