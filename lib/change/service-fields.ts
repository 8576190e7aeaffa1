import type { Difference } from './difference';
import { fieldsAt, textAt, valueAt, type Fields } from './fields';
import type { BothSides, ImmutableField } from './immutable-fields';

/** The fields of a Service that the API server refuses to change, and when; a part of the table of immutable fields. */
export const serviceFields: readonly ImmutableField[] = [
  { path: 'spec.clusterIP', when: wouldGetAnotherAddress },
  { path: 'spec.clusterIPs', when: wouldGetOtherAddresses },
  { path: 'spec.ipFamilies', when: wouldGetOtherFamilies },
  { path: 'spec.type', when: wouldOpenPortsOfNone },
  { path: 'spec.loadBalancerClass', when: staysLoadBalancer },
  { path: 'spec.healthCheckNodePort', when: wouldGetAnotherHealthCheckPort },
];

/** An address that is not said any more stays; where none was said, the server has given one. */
function wouldGetAnotherAddress(sides: BothSides, { after }: Difference): boolean {
  return hasAddressOnBothSides(sides) && after !== undefined && after !== addressesOf(sides.before)[0];
}

function wouldGetOtherAddresses(sides: BothSides): boolean {
  const [before, after] = [addressesOf(sides.before), listAt(sides.after, 'clusterIPs')];
  if (!hasAddressOnBothSides(sides) || after.length === 0) return false;
  return before.length === 0 || wouldReplace(before, after, sides);
}

/** Families are those of the addresses; a headless Service has none of its own. */
function wouldGetOtherFamilies(sides: BothSides): boolean {
  const [before, after] = [listAt(sides.before, 'ipFamilies'), listAt(sides.after, 'ipFamilies')];
  if (!hasAddressOnBothSides(sides) || isHeadless(sides.before)) return false;
  return before.length > 0 && after.length > 0 && wouldReplace(before, after, sides);
}

/** The first stays; a second comes as it is wanted, and goes when a single one is asked for. */
function wouldReplace(before: readonly unknown[], after: readonly unknown[], sides: BothSides): boolean {
  const isReplaced = before.some((item, i) => i < after.length && item !== after[i]);
  const isSingle = textAt(sides.after, 'spec', 'ipFamilyPolicy') === 'SingleStack';
  return isReplaced || (after.length < before.length && !isSingle);
}

/** Nodes open ports for an address only, and `None` stays where no address is said. */
function wouldOpenPortsOfNone({ before, after }: BothSides): boolean {
  return isHeadless(before) && ['NodePort', 'LoadBalancer'].includes(typeOf(after));
}

/** A load balancer keeps its class; a Service that becomes one, or is one no more, may have any. */
function staysLoadBalancer({ before, after }: BothSides): boolean {
  return [before, after].every((service) => typeOf(service) === 'LoadBalancer');
}

/** A load balancer for the traffic of each node asks it on this port whether it has any. */
function wouldGetAnotherHealthCheckPort(sides: BothSides, { after }: Difference): boolean {
  const isLocal = [sides.before, sides.after].every(
    (service) => textAt(service, 'spec', 'externalTrafficPolicy') === 'Local',
  );
  return staysLoadBalancer(sides) && isLocal && after !== undefined;
}

/** Every Service has an address or `None`, but for one that is the name of something outside. */
function hasAddressOnBothSides({ before, after }: BothSides): boolean {
  return [before, after].every((service) => typeOf(service) !== 'ExternalName');
}

function typeOf(service: Fields): string {
  return textAt(service, 'spec', 'type') ?? 'ClusterIP';
}

function isHeadless(service: Fields): boolean {
  return addressesOf(service)[0] === 'None';
}

function addressesOf(service: Fields): readonly unknown[] {
  const { clusterIP } = fieldsAt(service, 'spec');
  const list = listAt(service, 'clusterIPs');
  return list.length > 0 || clusterIP === undefined ? list : [clusterIP];
}

function listAt(service: Fields, field: string): readonly unknown[] {
  const list = valueAt(service, 'spec', field);
  return Array.isArray(list) ? list : [];
}
