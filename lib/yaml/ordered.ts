import { setField } from '../set-field';
import { isRecord } from '../is-record';
import { objectOrder, type Mapping, type Order } from './order';

/** An object as cdk8s orders it, without absent fields: the shape of both YAML and JSON output. */
export function ordered(object: object): Record<string, unknown> {
  return copyOf(Object.fromEntries(Object.entries(object)), objectOrder);
}

/** A copy, so that YAML needs no anchors. */
function copyOf(mapping: Mapping, order: Order): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of order.keysOf(mapping)) setField(copy, key, partOf(mapping[key], order.under(key)));
  return copy;
}

function partOf(value: unknown, order: Order): unknown {
  if (order.isAbsent(value)) return undefined;
  if (Array.isArray(value)) return value.map((item: unknown) => partOf(item, order));
  return isRecord(value) ? copyOf(value, order) : value;
}
