import { StatefulSet } from '@pulumi/kubernetes/apps/v1';
import { all, type Resource } from '@pulumi/pulumi';
import { alterationProblems } from '../change/alterations';
import { composeAccepted } from '../objects/compose';
import { refusal, withoutSecrets, type KnownLater } from './known';
import type { MadeObject } from './made-object';
import type { Sketch } from './sketch';

/**
 * Refuses the program when transforms have made of the tenant's StatefulSets what would lose data, by what the engine says
 * their inputs have become: in a preview before anything is changed, in an `up` without one when it is.
 */
export function holdToDeclaration(
  made: readonly MadeObject[],
  sketch: Sketch,
  known: KnownLater,
  component: Resource,
): void {
  const sets = made.flatMap(({ object, resource }) =>
    resource instanceof StatefulSet
      ? // The tenant is known by its labels, which a transform may take away.
        [
          all([resource.metadata, resource.spec]).apply(([metadata, spec]) => ({
            ...object,
            metadata: { ...metadata, labels: object.metadata.labels },
            spec,
          })),
        ]
      : [],
  );
  const values = all(sketch.leaves.map(({ value }) => value));
  // Nobody reads what comes of it: when it is refused, Pulumi ends the program.
  all([known.declaration, values, all(sets)]).apply(async ([declaration, leaves, altered]) => {
    const composed = composeAccepted(declaration);
    const others = composed.filter(({ kind }) => kind !== 'StatefulSet');
    const problems = alterationProblems(composed, [...others, ...altered], 'A transform');
    if (problems.length === 0) return;
    const told = await withoutSecrets(problems, new Map(sketch.leaves.map((leaf, i) => [leaf, leaves[i]])));
    throw refusal(sketch, told, component);
  });
}
