import fc from 'fast-check';
import type { TenantSpec } from 'rustfs-constructs';
import { singleDrive } from './specs';

/** A tenant that is declared, and in which of a few files. */
export interface Declared {
  readonly spec: TenantSpec;
  readonly file: string;
}

/** What somebody does to the declarations, before they are rendered. */
export interface Step {
  readonly does: 'declare' | 'move' | 'forget' | 'rename';
  /** Which of the tenants, as far as there are several. */
  readonly which: number;
  readonly file: string;
  /**
   * What a new name is made of: the tenant's name, its namespace or both; and whether its pool is called otherwise, and its
   * file another one, as well.
   */
  readonly renames: {
    readonly name: boolean;
    readonly namespace: boolean;
    readonly pool: boolean;
    readonly file: boolean;
  };
  /** Whether all files are rendered afterwards, rather than those that were touched. */
  readonly rendersAll: boolean;
}

const files = fc.constantFrom('a.yaml', 'b.yaml', 'c.yaml');

/** What is done in the course of time. */
export const courses: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    does: fc.constantFrom('declare', 'declare', 'move', 'forget', 'rename'),
    which: fc.nat(9),
    file: files,
    renames: fc
      .record({ name: fc.boolean(), namespace: fc.boolean(), pool: fc.boolean(), file: fc.boolean() })
      .filter(({ name, namespace }) => name || namespace),
    rendersAll: fc.boolean(),
  }),
  { minLength: 2, maxLength: 8 },
);

/** What a step makes of the declarations. */
export interface Outcome {
  readonly tenants: readonly Declared[];
  readonly touched: readonly string[];
  readonly forgotten?: TenantSpec;
  /** Whether the data of a tenant would stay behind. */
  readonly isRenaming: boolean;
}

/** Does a step. Undefined when there is no tenant to do it to. */
export function outcomeOf(tenants: readonly Declared[], step: Step, number: number): Outcome | undefined {
  const { does, file, renames } = step;
  // No name is ever used twice, and none is longer than another.
  const fresh = `t${String.fromCharCode(97 + number)}`;
  if (does === 'declare') {
    const declared = [...tenants, { spec: tenant(fresh, 'storage', 'pool-0'), file }];
    return { tenants: declared, touched: [file], isRenaming: false };
  }
  const subject = tenants[step.which % Math.max(tenants.length, 1)];
  if (subject === undefined) return undefined;
  const others = tenants.filter((other) => other !== subject);
  if (does === 'move') {
    return { tenants: [...others, { ...subject, file }], touched: [subject.file, file], isRenaming: false };
  }
  if (does === 'forget') {
    return { tenants: others, touched: [subject.file], forgotten: subject.spec, isRenaming: false };
  }
  const { name, namespace } = subject.spec;
  const spec = tenant(
    renames.name ? fresh : name,
    renames.namespace ? `${namespace}-${fresh}` : namespace,
    renames.pool ? 'main' : 'pool-0',
  );
  const renamed = { spec, file: renames.file ? file : subject.file };
  return { tenants: [...others, renamed], touched: [subject.file, renamed.file], isRenaming: true };
}

function tenant(name: string, namespace: string, pool: string): TenantSpec {
  const pools = singleDrive.pools.map((each) => ({ ...each, name: pool }));
  return { ...singleDrive, name, namespace, pools };
}
