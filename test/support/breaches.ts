import {
  checkTenant,
  type Problem,
  type ProblemCode,
  type Severity,
  type TenantSpec,
} from 'rustfs-constructs';

/** A declaration that breaks one rule and no other. */
export interface Breach {
  readonly title: string;
  readonly severity: Severity;
  readonly path: string;
  readonly spec: TenantSpec;
}

/** Breaches by the code of the rule. */
export type Breaches = Partial<Readonly<Record<ProblemCode, readonly Breach[]>>>;

/** Several tables as one: a rule may have breaches in each. */
export function joinedBreaches(...tables: Breaches[]): Breaches {
  const rows = new Map<string, Breach[]>();
  for (const [code, more] of tables.flatMap((table) => Object.entries(table))) {
    rows.set(code, [...(rows.get(code) ?? []), ...more]);
  }
  return Object.fromEntries(rows);
}

/** A declaration that is refused for one reason. */
export function refused(title: string, path: string, spec: TenantSpec): Breach {
  return { title, severity: 'error', path, spec };
}

/** A declaration that composes, with one warning. */
export function warned(title: string, path: string, spec: TenantSpec): Breach {
  return { title, severity: 'warning', path, spec };
}

/** What of a problem a table says. */
export function finding({ code, path, severity }: Problem): string {
  return `${severity} ${path} [${code}]`;
}

/** One test for each row: the checks find that problem, and nothing else. */
export function describeBreaches(breaches: Breaches): void {
  for (const [code, rows] of Object.entries(breaches)) {
    describe(code, () => {
      test.each(rows.map((row) => [row.title, row] as const))('%s', (_, { severity, path, spec }) => {
        expect(checkTenant(spec).map(finding)).toEqual([`${severity} ${path} [${code}]`]);
      });
    });
  }
}
