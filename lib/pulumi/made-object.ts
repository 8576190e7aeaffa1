import type { Resource } from '@pulumi/pulumi';
import type { KubernetesObject } from '../objects/object';

/** A composed object and the resource that was made of it. */
export interface MadeObject {
  readonly object: KubernetesObject;
  readonly resource: Resource;
}
