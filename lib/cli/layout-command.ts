import { writeFileSync } from 'node:fs';
import { layoutJson } from '../report/layout-json';
import { layoutText } from '../report/layout-text';
import { checkTenant } from '../tenant/check';
import { layoutOf, type TenantLayout } from '../tenant/layout-of';
import type { TenantSpec } from '../tenant/spec';
import { reasonOf, UsageError, type Io } from './io';
import { chosenTenant, type FiledProblem, type Loaded } from './load';
import { hasErrors, problemLines } from './report';

/** How a layout is shown. Each named file is written beside what is printed. */
export interface LayoutOptions {
  readonly json: boolean;
  readonly files: readonly LayoutFile[];
}

/** A file to write, and what turns a layout into its text. */
export interface LayoutFile {
  readonly name: string;
  readonly write: (layout: TenantLayout) => string;
}

/** Shows how RustFS will lay out a tenant of the input. */
export function layoutCommand(
  loaded: Loaded,
  tenant: string | undefined,
  options: LayoutOptions,
  io: Io,
): number {
  const declared = chosenTenant(loaded, tenant);
  const problems = loaded.problems.filter(
    (problem) => problem.tenant === undefined || problem.tenant === declared?.title,
  );
  return show(declared?.spec, problems, options, io);
}

/** Shows how RustFS would lay out pools that nobody has declared yet. */
export function sketchCommand(spec: TenantSpec, options: LayoutOptions, io: Io): number {
  const problems = checkTenant(spec).map((problem) => ({ ...problem, file: 'pools', line: 1 }));
  return show(spec, problems, options, io);
}

function show(
  spec: TenantSpec | undefined,
  problems: readonly FiledProblem[],
  { json, files }: LayoutOptions,
  io: Io,
): number {
  const isRefused = hasErrors(problems) || spec === undefined;
  const layout = isRefused ? undefined : layoutOf(spec);
  if (layout !== undefined) for (const { name, write } of files) writeReport(name, write(layout));
  if (json) io.print(layoutJson(layout ?? { pools: [], rawBytes: 0n, usableBytes: 0n }, problems));
  else io.printError(problems.map(problemLines).join(''));
  if (layout === undefined) return 1;
  if (!json) io.print(layoutText(layout));
  return 0;
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new UsageError(`Cannot write ${file}: ${reasonOf(cause)}`);
  }
}
