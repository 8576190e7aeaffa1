import { isRecord } from '../is-record';

export type Mapping = Readonly<Record<string, unknown>>;

/** Which fields of a mapping are printed, and in which order. */
export interface Order {
  readonly keysOf: (mapping: Mapping) => readonly string[];
  /** Whether a value says nothing, and is left out. */
  readonly isAbsent: (value: unknown) => boolean;
  /** The order of what stands under a key. */
  readonly under: (key: string) => Order;
}

/** Everything as it stands there. */
export const asIs: Order = { keysOf: Object.keys, isAbsent: () => false, under: () => asIs };

/** An object as cdk8s prints it (cdk8s api-object.ts): apiVersion, kind and metadata first, the rest sorted. */
export const objectOrder: Order = {
  keysOf: (object) => {
    const first = leadingKeys.filter((key) => !objectOrder.under(key).isAbsent(object[key]));
    const rest = partOrder.keysOf(object).filter((key) => !leadingKeys.includes(key));
    return asListed([...first, ...rest], object);
  },
  isAbsent: isNothing,
  under: (key) => (key === 'metadata' ? metadataOrder : partOrder),
};

const leadingKeys: readonly string[] = ['apiVersion', 'kind', 'metadata'];

const partOrder: Order = {
  keysOf: (mapping) => sortedKeys(mapping, isNothing),
  isAbsent: isNothing,
  under: () => partOrder,
};

/** In metadata, cdk8s leaves out what is empty as well (cdk8s metadata.ts). */
const metadataOrder: Order = {
  keysOf: (mapping) => sortedKeys(mapping, isEmpty),
  isAbsent: isEmpty,
  under: () => metadataOrder,
};

function sortedKeys(mapping: Mapping, isAbsent: Order['isAbsent']): readonly string[] {
  const said = Object.keys(mapping).filter((key) => !isAbsent(mapping[key]));
  return asListed(said.sort(), mapping);
}

/** As a copy with these keys of a mapping lists them: JavaScript puts whole numbers first, in their own order. */
function asListed(keys: readonly string[], mapping: Mapping): readonly string[] {
  const [first = ''] = Object.keys(mapping);
  return /^\d/.test(first) ? Object.keys(Object.fromEntries(keys.map((key) => [key, key]))) : keys;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isNothing(value) || (isRecord(value) && Object.values(value).every(isEmpty));
}
