import { CustomResource } from '@pulumi/kubernetes/apiextensions';
import { StatefulSet } from '@pulumi/kubernetes/apps/v1';
import { Secret, Service, ServiceAccount } from '@pulumi/kubernetes/core/v1';
import { PodDisruptionBudget } from '@pulumi/kubernetes/policy/v1';
import type { CustomResourceOptions, Resource } from '@pulumi/pulumi';
import type { KubernetesObject } from '../objects/object';
import type { Filled } from './leaves';

/** An object as a resource of its kind. A kind that is missing here does not compile. */
export function resourceOf(
  object: Filled<KubernetesObject>,
  name: string,
  options: CustomResourceOptions,
): Resource {
  switch (object.kind) {
    case 'Secret':
      return new Secret(name, object, options);
    case 'ServiceAccount':
      return new ServiceAccount(name, object, options);
    case 'Certificate':
      return new CustomResource(name, object, options);
    case 'Service':
      return new Service(name, object, options);
    case 'PodDisruptionBudget':
      return new PodDisruptionBudget(name, object, options);
    case 'StatefulSet':
      return new StatefulSet(name, { ...object, spec: object.spec ?? nothing }, options);
  }
}

/** What a StatefulSet without a spec would have; the types of Kubernetes allow for it, and none is composed. */
const nothing = { selector: {}, template: {} };
