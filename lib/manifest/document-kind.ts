import { nearest } from '../tenant/nearest';
import { isRecord } from '../is-record';
import { tenantApiVersion } from './fields';

/** What a document is to this library; `unknown` is one that was surely meant to be a Tenant. */
export function kindOf({
  apiVersion,
  kind,
}: Record<string, unknown>): 'manifest' | 'declaration' | 'other' | 'unknown' {
  if (apiVersion === undefined && kind === undefined) return 'declaration';
  if (apiVersion === tenantApiVersion && kind === 'Tenant') return 'manifest';
  const group = String(apiVersion ?? 'rustfs.com').split('/')[0] ?? '';
  const isNear = kind === 'Tenant' && nearest(group, ['rustfs.com']) !== undefined;
  const isOurs = group === 'rustfs.com' ? apiVersion !== undefined || kind === 'Tenant' : isNear;
  return isOurs ? 'unknown' : 'other';
}

/** The items of a List that has a tenant among them; any other List is handed back whole. */
export function tenantListItems(value: unknown): unknown[] | undefined {
  if (!isRecord(value) || !Array.isArray(value.items)) return undefined;
  if (value.kind !== 'List' && value.kind !== 'TenantList') return undefined;
  const items: unknown[] = value.items;
  return items.some((item) => isRecord(item) && kindOf(item) !== 'other') ? items : undefined;
}
