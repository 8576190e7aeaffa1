import { defined } from '../defined';
import type { LivePool } from './live-tenant';
import { defaultPullPolicy } from './stored-pod';
import { fieldsAt, listAt, saying, textAt, type Fields } from './value';

/** What a pool says itself, in the words of the pod. */
export function schedulingOf({ pod, container }: LivePool): Fields {
  return {
    ...saying({ nodeSelector: pod.nodeSelector }),
    // An empty one is stored as such.
    ...defined({ affinity: pod.affinity }),
    ...saying({
      tolerations: pod.tolerations,
      topologySpreadConstraints: pod.topologySpreadConstraints,
      resources: container.resources,
    }),
  };
}

/** The image and when it is pulled, as far as Kubernetes would not decide the same. */
export function imageOf({ container }: LivePool): Fields {
  const image = textAt(container, 'image') ?? '';
  const policy = textAt(container, 'imagePullPolicy');
  return {
    image,
    ...(policy !== undefined && policy !== defaultPullPolicy(image) && { imagePullPolicy: policy }),
  };
}

/** What the tenant says for the pods of all pools. */
export function podOf({ pod, container }: LivePool): Fields {
  const scheduler = textAt(pod, 'schedulerName');
  const [pullSecret] = listAt(pod, 'imagePullSecrets');
  return {
    ...(pullSecret !== undefined && { imagePullSecret: { name: textAt(pullSecret, 'name') ?? '' } }),
    ...(scheduler !== undefined && scheduler !== 'default-scheduler' && { scheduler }),
    ...defined({ lifecycle: container.lifecycle }),
  };
}

/** The annotations of the pods. */
export function podAnnotations({ template }: LivePool): Fields {
  return fieldsAt(template, 'metadata', 'annotations');
}
