import type { TenantDraft } from './draft';
import { extraCaVariable, extraCaWiring } from './extra-ca';
import { identityVariables, identityWiring } from './identity/wiring';
import { allowedOrigins, outboundVariable, outboundWiring } from './outbound';
import type { TenantSpec } from './spec';
import { targetVariables, targetsWiring } from './targets/wiring';
import type { Wiring } from './wiring';

/** The fields by which a tenant reaches other systems; the custom resource has none of them. */
export type IntegrationField = 'extraCa' | 'identity' | 'notifications' | 'audit' | 'outbound';

/** All of them. */
export const integrationFields: readonly IntegrationField[] = [
  'extraCa',
  'identity',
  'notifications',
  'audit',
  'outbound',
];

/** What each of these fields adds to the pod, in the order of their variables. */
export function integrationWirings(spec: TenantSpec): Readonly<Record<IntegrationField, Wiring>> {
  return {
    extraCa: extraCaWiring(spec.extraCa),
    identity: identityWiring(spec.identity),
    notifications: targetsWiring('notifications', spec.notifications),
    audit: targetsWiring('audit', spec.audit),
    outbound: outboundWiring(spec),
  };
}

/** The fields to which variables belong by their declaration; all others are the user's. */
export function integrationOwners(spec: TenantDraft): ReadonlyMap<string, IntegrationField> {
  const owned: Readonly<Record<IntegrationField, readonly string[]>> = {
    extraCa: spec.extraCa === undefined ? [] : [extraCaVariable],
    identity: identityVariables(spec.identity),
    notifications: targetVariables('notifications', spec.notifications),
    audit: targetVariables('audit', spec.audit),
    outbound: allowedOrigins(spec).length === 0 ? [] : [outboundVariable],
  };
  return new Map(integrationFields.flatMap((field) => owned[field].map((variable) => [variable, field])));
}
