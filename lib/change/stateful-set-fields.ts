/** What a change of a StatefulSet's field takes. */
export type FieldEffect =
  /** The server accepts it, and no pod restarts. */
  | 'in-place'
  /** The server accepts it, and every pod is replaced. */
  | 'rolls'
  /** The server refuses it: the StatefulSet has to be deleted, without its pods, and made anew. */
  | 'immutable';

/**
 * The fields of `spec` that the API server lets change, measured on 1.36. Any other is refused: up to 1.36 by "updates to
 * statefulset spec for fields other than ... are forbidden", from 1.37 on field by field, as "spec.serviceName: Invalid
 * value: ...: field is immutable" (k8s.io/kubernetes pkg/apis/apps/validation, ValidateStatefulSetUpdate of either).
 */
export const mutableFields: Readonly<Record<string, FieldEffect>> = {
  replicas: 'in-place',
  ordinals: 'in-place',
  template: 'rolls',
  updateStrategy: 'in-place',
  revisionHistoryLimit: 'in-place',
  persistentVolumeClaimRetentionPolicy: 'in-place',
  minReadySeconds: 'in-place',
};

/** What a change at a path of a StatefulSet takes. */
export function fieldEffect(path: string): FieldEffect {
  const [part, field] = path.split(/[.[]/);
  return part === 'spec' ? (mutableFields[field ?? ''] ?? 'immutable') : 'in-place';
}
