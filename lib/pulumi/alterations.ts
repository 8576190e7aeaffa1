import { StatefulSet } from '@pulumi/kubernetes/apps/v1';
import { Service } from '@pulumi/kubernetes/core/v1';
import { all, type Output, type Resource } from '@pulumi/pulumi';
import { alterationProblems } from '../change/alterations';
import { composeAccepted } from '../objects/compose';
import type { KubernetesObject } from '../objects/object';
import { refusal, withoutSecrets, type KnownLater } from './known';
import type { MadeObject } from './made-object';
import type { Sketch } from './sketch';

/**
 * Refuses the program when transforms have made of the tenant's StatefulSets and headless Service what would lose data, by
 * what the engine says their inputs have become: in a preview before anything is changed, in an `up` without one when it is.
 */
export function holdToDeclaration(
  made: readonly MadeObject[],
  sketch: Sketch,
  known: KnownLater,
  component: Resource,
): void {
  const held = made.flatMap((one) => (isHeld(one.object) ? [becomeOf(one)] : []));
  const values = all(sketch.leaves.map(({ value }) => value));
  // Nobody reads what comes of it: when it is refused, Pulumi ends the program.
  all([known.declaration, values, all(held)]).apply(async ([declaration, leaves, altered]) => {
    const composed = composeAccepted(declaration);
    const others = composed.filter((object) => !isHeld(object));
    const problems = alterationProblems(composed, [...others, ...altered], 'A transform');
    if (problems.length === 0) return;
    const told = await withoutSecrets(problems, new Map(sketch.leaves.map((leaf, i) => [leaf, leaves[i]])));
    throw refusal(sketch, told, component);
  });
}

/** What servers and their names in DNS depend on. */
function isHeld(object: KubernetesObject): boolean {
  return object.kind === 'StatefulSet' || (object.kind === 'Service' && object.spec?.clusterIP === 'None');
}

/** The object as the engine has it. The tenant is known by its labels, which a transform may take away. */
function becomeOf({ object, resource }: MadeObject): Output<object> {
  const { labels } = object.metadata;
  if (resource instanceof StatefulSet) {
    const { metadata, spec } = resource;
    return metadata.apply((now) =>
      spec.apply((said) => ({ ...object, metadata: { ...now, labels }, spec: said })),
    );
  }
  if (resource instanceof Service && object.kind === 'Service') {
    const { metadata, spec } = resource;
    return metadata.apply((now) =>
      spec.apply((said) => ({ ...object, metadata: { ...now, labels }, spec: saidOf(said, object.spec) })),
    );
  }
  throw new Error(
    `rustfs-constructs made no ${object.kind} of ${object.metadata.name}; this is a bug in it.`,
  );
}

/** Of a Service only what its declaration says, and what makes another thing of it: the server fills in the rest. */
function saidOf(spec: object, declared: object = {}): object {
  const fields = new Set([...Object.keys(declared), 'type', 'externalName']);
  return Object.fromEntries(Object.entries(spec).filter(([field]) => fields.has(field)));
}
