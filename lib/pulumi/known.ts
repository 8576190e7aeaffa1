import { inspect } from 'node:util';
import { all, isSecret, runtime, ResourceError, type Output, type Resource } from '@pulumi/pulumi';
import { tenantTitle } from '../tenant/check';
import { problemText, TenantError, type Problem } from '../tenant/problem';
import type { TenantSpec } from '../tenant/spec';
import type { TenantLock } from './lock';
import { declarationWith, sketchOf, type KnownValues, type Sketch } from './sketch';
import { withStandIns, type StandIns } from './stand-ins';

/** What is known once the leaves of a sketch are. */
export interface KnownLater {
  /** The leaves' values by stand-in. None is given out before the rules about it have been heard. */
  readonly values: ReadonlyMap<string, Output<unknown>>;
  /** The whole declaration. */
  readonly declaration: Output<TenantSpec>;
}

/**
 * Checks and composes what is known at once.
 *
 * @throws {ResourceError} with all problems, when there is an error.
 */
export function acceptedSketch(declaration: unknown, component: Resource): Sketch {
  const standIns = withStandIns(declaration);
  try {
    return sketchOf(standIns);
  } catch (thrown) {
    throw thrown instanceof TenantError ? resourceError(thrown, standIns, component) : thrown;
  }
}

/**
 * Hears the rules about each leaf as soon as it is known, and about all of them together; the lock as soon as what it
 * knows is known of the tenant. It learns of the tenant when nothing can be refused any more.
 *
 * @throws {ResourceError} with all problems, when the lock has something against what is known at once.
 */
export function knownLater(
  sketch: Sketch,
  component: Resource,
  warn: (problem: Problem) => void,
  lock?: TenantLock,
): KnownLater {
  const heard = (problems: readonly Problem[] = []) => {
    if (problems.some(({ severity }) => severity === 'error')) throw refusal(sketch, problems, component);
    return problems;
  };
  if (lock?.isDue === true) heard(lock.problemsOf(sketch.declaration)).forEach(warn);
  const keep = (declaration: TenantSpec) => heard(lock?.keep(declaration));
  if (sketch.leaves.length === 0) keep(sketch.declaration);
  const check = async (known: KnownValues) => {
    try {
      return declarationWith(sketch, known);
    } catch (thrown) {
      if (!(thrown instanceof TenantError)) throw thrown;
      const problems = await withoutSecrets(thrown.problems, known);
      throw refusal(sketch, problems, component);
    }
  };
  const checked = sketch.leaves.map((leaf) => ({
    leaf,
    value: leaf.value.apply(async (value) => {
      await check(new Map([[leaf, value]]));
      return value;
    }),
  }));
  const declaration = all(checked.map(({ value }) => value)).apply(async (values) => {
    const known = new Map(sketch.leaves.map((leaf, i) => [leaf, values[i]]));
    const accepted = await check(known);
    const told = new Set(sketch.warnings.map(problemText));
    const later = accepted.warnings.filter((problem) => !told.has(problemText(problem)));
    for (const problem of await withoutSecrets(later, known)) warn(problem);
    const changes = sketch.leaves.length === 0 ? [] : keep(accepted.declaration);
    if (lock?.isDue === false) changes.forEach(warn);
    return accepted.declaration;
  });
  // In a preview some leaves stay unknown, and the declaration with them. This waits for the others all the same.
  if (lock?.isDue === true && runtime.isDryRun()) {
    void isSecret(declaration).then(
      () => keep(sketch.declaration),
      () => undefined,
    );
  }
  // Values that the lock speaks of are not given out before it has been heard.
  const givenOut = (value: Output<unknown>) =>
    lock?.isDue === false ? all([value, declaration]).apply(([known]) => known) : value;
  return { declaration, values: new Map(checked.map(({ leaf, value }) => [leaf.standIn, givenOut(value)])) };
}

/** The error by which a tenant is refused whose shape has been accepted. */
export function refusal(sketch: Sketch, problems: readonly Problem[], component: Resource): ResourceError {
  return resourceError(new TenantError(tenantTitle(sketch.declaration), problems), sketch, component);
}

/** Pulumi reports a ResourceError on the component, without a stack. What is not known yet is not named. */
function resourceError({ message }: TenantError, { pattern }: StandIns, component: Resource): ResourceError {
  const error = new ResourceError(message.replaceAll(pattern, '(known later)'), component, true);
  // Pulumi also inspects errors whole, for its traces, and would be busy for minutes with all that hangs on this one.
  return Object.defineProperty(error, inspect.custom, { value: () => error.message });
}

/** The problems, without a word of what is secret. */
export async function withoutSecrets(problems: readonly Problem[], known: KnownValues): Promise<Problem[]> {
  const values = await Promise.all(
    [...known].map(async ([leaf, value]) => ({
      paths: leaf.paths,
      text: String(value),
      secret: await isSecret(leaf.value),
    })),
  );
  const secrets = values.filter(({ secret }) => secret);
  return problems.map((problem) => {
    const told = problem.message + problem.fix;
    const isTold = secrets.some(({ paths, text }) => paths.includes(problem.path) || told.includes(text));
    return isTold ? { ...problem, ...untold } : problem;
  });
}

const untold = {
  message: 'The value is a secret, so nothing is told of it but the rule that it breaks.',
  fix: 'Correct it. To read all that the rule has to say, try a value that is no secret.',
};
