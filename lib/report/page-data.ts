import type { PoolLayout } from '../erasure';
import type { TenantLayout } from '../tenant/layout-of';

/** What the page's script is given: JSON, where a whole number of bytes is a decimal string. */
export interface PageData {
  readonly pools: readonly PagePool[];
}

/** A pool's layout as JSON. */
export type PagePool = { readonly [Field in keyof PoolLayout]: Jsonable<PoolLayout[Field]> };

type Jsonable<T> = T extends bigint ? string : T;

/** The JSON of a layout, safe between script tags. */
export function pageJson({ pools }: TenantLayout): string {
  const data: PageData = {
    pools: pools.map(({ placement, statements, failureDomain, ...pool }) => ({
      ...pool,
      rawBytes: String(pool.rawBytes),
      usableBytes: String(pool.usableBytes),
    })),
  };
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/** The pools as they were before they became JSON. */
export function pagePools({ pools }: PageData): PoolLayout[] {
  return pools.map((pool) => ({
    ...pool,
    rawBytes: BigInt(pool.rawBytes),
    usableBytes: BigInt(pool.usableBytes),
  }));
}
