import { error } from '../../tenant/problem';
import { poolAddress } from '../address';
import { valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame } from '../objects';
import type { ObservedPool } from '../observed-pool';
import { podReferences } from '../pod-references';
import { secretsOf } from '../secret-makers';
import { comparedName, told, type Effect, type EffectContext } from './effect';

/** A certificate that no longer has the names by which servers call each other: with it none trusts another. */
export function* certificateEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { kind, namespace } = comparedName(object);
  const { key, before, after } = object;
  if (kind !== 'Certificate' || before === undefined || after === undefined) return;
  const secrets = secretsOf(after);
  for (const staying of context.staying.filter(({ tenant }) => maybeSame(tenant.namespace, namespace))) {
    const hosts = staying.sets
      .filter((set) =>
        podReferences(set.object).some((each) => each.kind === 'Secret' && secrets.includes(each.name)),
      )
      .flatMap(({ pool }) => hostsOf(pool));
    const lost = hosts.filter((host) => covers(before, host) && !covers(after, host));
    const [first] = lost;
    if (first === undefined) continue;
    yield told(
      key,
      staying,
      error(
        '',
        'servers-cut-off',
        `The Certificate ${comparedName(object).name} no longer has the name ${first}${lost.length > 1 ? ` and ${lost.length - 1} more` : ''}, by which servers of ${staying.title} call each other: as soon as it is issued anew they would not trust each other, and the tenant would stop.`,
        'Put the names back as they were.',
      ),
    );
  }
}

function hostsOf({ volumes }: ObservedPool): string[] {
  const address = poolAddress(volumes);
  if (address?.kind !== 'url' || address.scheme !== 'https') return [];
  const { statefulSet, firstServer, servers, service, namespace, domain } = address;
  const rest = [service, namespace, domain].filter((part) => part !== '').join('.');
  return Array.from({ length: servers }, (_, i) => `${statefulSet}-${firstServer + i}.${rest}`);
}

/** By the names of the certificate; a wildcard stands for one label (RFC 6125). */
function covers(certificate: Fields, host: string): boolean {
  const names = valueAt(certificate, 'spec', 'dnsNames');
  const wildcard = host.replace(/^[^.]+/, '*');
  return Array.isArray(names) && (names.includes(host) || names.includes(wildcard));
}
