import type { TenantDraft } from '../draft';
import { error, type Problem } from '../problem';
import type { ServiceSettings } from '../services';

/** Settings that go with some types of Service only. */
export function* serviceRules({ services }: TenantDraft): Iterable<Problem> {
  for (const service of ['io', 'console'] as const) {
    yield* settingsOfType(`services.${service}`, services?.[service] ?? {});
  }
}

const typesWith: readonly [field: keyof ServiceSettings, types: readonly string[]][] = [
  ['loadBalancerClass', ['LoadBalancer']],
  ['loadBalancerSourceRanges', ['LoadBalancer']],
  ['externalTrafficPolicy', ['NodePort', 'LoadBalancer']],
];

function* settingsOfType(path: string, settings: ServiceSettings): Iterable<Problem> {
  const type = settings.type ?? 'ClusterIP';
  for (const [field, types] of typesWith) {
    if (settings[field] === undefined || types.includes(type)) continue;
    const message = `"${field}" does not go with a Service of type ${type}; Kubernetes refuses it.`;
    yield error(
      `${path}.${field}`,
      'service-settings',
      message,
      `Leave it out, or say type: ${types.join(' or ')}.`,
    );
  }
  for (const [i, range] of (settings.loadBalancerSourceRanges ?? []).entries()) {
    if (isAddressRange(range)) continue;
    const message = `${JSON.stringify(range)} is not an address range.`;
    yield error(
      `${path}.loadBalancerSourceRanges[${i}]`,
      'service-settings',
      message,
      'Use CIDR notation: 10.0.0.0/8.',
    );
  }
}

/** CIDR notation, IPv4 or IPv6, as far as it can be told without an address library. */
function isAddressRange(range: string): boolean {
  const [address = '', length = '', ...more] = range.split('/');
  if (more.length > 0 || !/^\d{1,3}$/.test(length)) return false;
  const bytes = address.split('.');
  const isV4 = bytes.length === 4 && bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) <= 255);
  if (isV4) return Number(length) <= 32;
  return /^[0-9a-fA-F:]+$/.test(address) && address.includes(':') && Number(length) <= 128;
}
