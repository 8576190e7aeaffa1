import type { LabelSelector, LabelSelectorRequirement } from 'kubernetes-types/meta/v1';

/** Labels by their keys; undefined for one that is there, but whose value is not known. */
export type KnownLabels = ReadonlyMap<string, string | undefined>;

/** Whether a selector takes an object of these labels; undefined where that hangs on a value that is not known. */
export function takes(selector: LabelSelector, labels: KnownLabels): boolean | undefined {
  const answers = requirementsOf(selector).map((requirement) => isMet(requirement, labels));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** A selector as a list of what it asks. */
export function requirementsOf({
  matchLabels = {},
  matchExpressions = [],
}: LabelSelector): LabelSelectorRequirement[] {
  const equal = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  return [...equal, ...matchExpressions];
}

/** As Kubernetes reads it: NotIn and DoesNotExist take what lacks the label (apimachinery pkg/labels/selector.go). */
function isMet(
  { key, operator, values = [] }: LabelSelectorRequirement,
  labels: KnownLabels,
): boolean | undefined {
  const isThere = labels.has(key);
  const value = labels.get(key);
  switch (operator) {
    case 'Exists':
      return isThere;
    case 'DoesNotExist':
      return !isThere;
    case 'In':
      if (!isThere) return false;
      return value === undefined ? undefined : values.includes(value);
    case 'NotIn':
      if (!isThere) return true;
      return value === undefined ? undefined : !values.includes(value);
    default:
      return undefined;
  }
}
