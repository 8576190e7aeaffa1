import { Resource, type Input, type Output } from '@pulumi/pulumi';

/** A Kubernetes object of the program, such as a Secret or a Namespace of `@pulumi/kubernetes`. Its name is used. */
export interface NamedResource {
  readonly metadata: Output<{ readonly name: string }>;
}

/** The name of what is given by name or as an object. */
export function nameOf(named: Input<string> | NamedResource): Input<string> {
  return isNamedResource(named) ? named.metadata.apply(({ name }) => name) : named;
}

/** Whether an object is given, rather than a name that is known now or later. */
export function isNamedResource(named: unknown): named is NamedResource {
  return Resource.isInstance(named) && 'metadata' in named;
}
