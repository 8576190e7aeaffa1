import { isDeepStrictEqual } from 'node:util';
import { composeAccepted } from '../objects/compose';
import type { KubernetesObject } from '../objects/object';
import { acceptTenant, tenantTitle } from '../tenant/check';
import { comparePaths } from '../tenant/path';
import { error, TenantError, type Problem } from '../tenant/problem';
import type { TenantSpec } from '../tenant/spec';
import { isPlainField } from './leaves';
import { keysIn, mapTexts, type Leaf, type StandIns } from './stand-ins';

/** A tenant that is checked and composed as far as it is known, with stand-ins for its leaves. */
export interface Sketch extends StandIns {
  readonly declaration: TenantSpec;
  readonly objects: readonly KubernetesObject[];
  readonly warnings: readonly Problem[];
}

/**
 * Checks and composes a declaration some of whose values are known later. What is wrong whatever they are is found
 * at once.
 *
 * @throws {TenantError} with all problems, when there is an error.
 */
export function sketchOf({ value, leaves, pattern }: StandIns & { readonly value: unknown }): Sketch {
  const accepted = acceptTenant(value, (found) => dueProblems(found, leaves));
  const objects = composeAccepted(accepted.declaration);
  refuseUnlessText(
    accepted.declaration,
    leaves.filter((leaf) => objects.some((object) => isKeyedBy(object, leaf))),
  );
  return { ...accepted, objects, leaves, pattern };
}

/** The values of leaves that are known by now. */
export type KnownValues = ReadonlyMap<Leaf, unknown>;

/**
 * The declaration with what is known by now, checked again: the rules about these values hold, and the values
 * change nothing but the texts in which they stand.
 *
 * @throws {TenantError} with all problems that come of the values.
 */
export function declarationWith(
  sketch: Sketch,
  known: KnownValues,
): { declaration: TenantSpec; warnings: readonly Problem[] } {
  const open = sketch.leaves.filter((leaf) => !known.has(leaf));
  const fill = (text: string) => textWith(text, known, sketch.pattern);
  const accepted = acceptTenant(mapTexts(sketch.declaration, fill), (found) => dueProblems(found, open));
  const isText = isDeepStrictEqual(composeAccepted(accepted.declaration), mapTexts(sketch.objects, fill));
  refuseUnlessText(accepted.declaration, isText ? [] : [...known.keys()]);
  return accepted;
}

/** What is said of a declaration with stand-ins, without what speaks of the stand-ins themselves. */
function dueProblems(found: readonly Problem[], open: readonly Leaf[]): Problem[] {
  const openPaths = new Set(open.flatMap(({ paths }) => paths));
  const misplaced = [...openPaths].filter(isPlainField).map(plainProblem);
  const others = found.flatMap((problem): Problem[] => {
    if (!openPaths.has(problem.path)) return [problem];
    if (problem.code === 'wrong-type') return [plainProblem(problem.path)];
    return problem.code === 'unknown-field' ? [problem] : [];
  });
  return [...others, ...misplaced];
}

/** Whether a stand-in has become a key, or names the object: there no value could take its place. */
function isKeyedBy(object: KubernetesObject, { standIn }: Leaf): boolean {
  return [object.metadata.name, ...keysIn(object)].some((text) => text.includes(standIn));
}

/** @throws {TenantError} when there are leaves whose value is more than a text. */
function refuseUnlessText(declaration: TenantSpec, leaves: readonly Leaf[]): void {
  if (leaves.length === 0) return;
  const problems = leaves.flatMap(({ paths }) => paths.map(plainProblem));
  throw new TenantError(
    tenantTitle(declaration),
    problems.sort((a, b) => comparePaths(a.path, b.path)),
  );
}

function plainProblem(path: string): Problem {
  return error(
    path,
    'plain-value',
    `"${path}" decides which objects there are or what they look like, and is known only when the deployment runs.`,
    'Give a plain value: a constant, or one from Config.require(). An Output comes too late.',
  );
}

/** A text with the values of its stand-ins. A text that is a stand-in becomes the value itself. */
function textWith(text: string, known: KnownValues, pattern: RegExp): unknown {
  const values = new Map([...known].map(([{ standIn }, value]) => [standIn, value]));
  if (values.has(text)) return values.get(text);
  return text.replaceAll(pattern, (standIn) => (values.has(standIn) ? String(values.get(standIn)) : standIn));
}
