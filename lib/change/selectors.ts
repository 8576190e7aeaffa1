import { itemsAt, textsAt, valueAt, type Fields } from './fields';
import { nameOf } from './objects';

/** Labels of a pod. */
type PodLabels = Readonly<Record<string, string>>;

/** Whether a selector (`matchLabels`, `matchExpressions`) takes pods of these labels. One that says nothing takes none here. */
export function selectorTakes(selector: unknown, labels: PodLabels): boolean {
  const wanted = Object.entries(textsAt(selector, 'matchLabels'));
  const rules = itemsAt(selector, 'matchExpressions');
  return (
    wanted.length + rules.length > 0 &&
    wanted.every(([label, value]) => labels[label] === value) &&
    rules.every((rule) => matches(rule, labels))
  );
}

function matches({ key, operator, values }: Fields, labels: PodLabels): boolean {
  const value = labels[String(key)];
  const among = value !== undefined && Array.isArray(values) && values.includes(value);
  switch (operator) {
    case 'In':
      return among;
    case 'NotIn':
      return !among;
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/** Whether a Service takes pods of these labels; one without a selector takes none. */
export function serviceTakes(service: Fields, labels: PodLabels): boolean {
  const selector = Object.entries(textsAt(service, 'spec', 'selector'));
  return selector.length > 0 && selector.every(([label, value]) => labels[label] === value);
}

/** What of an object is a pod, or the template of its pods: of whatever kind, as other systems have it where Kubernetes has. */
export function podOf(object: Fields): unknown {
  if (nameOf(object).kind === 'Pod') return object;
  return valueAt(object, 'spec', 'jobTemplate', 'spec', 'template') ?? valueAt(object, 'spec', 'template');
}

/** The labels of an object's pods; none where it has no pods. */
export function podLabelsOf(object: Fields): PodLabels {
  return textsAt(podOf(object), 'metadata', 'labels');
}

/** An object with its pod where a StatefulSet has its template. */
export function asSet(object: Fields): Fields {
  return nameOf(object).kind === 'Pod'
    ? { ...object, spec: { template: { metadata: object.metadata, spec: object.spec } } }
    : object;
}
