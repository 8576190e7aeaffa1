import { fieldPath } from '../difference';
import { fieldsAt, itemsAt, textAt, type Fields } from '../fields';

/** A structure of which Kubernetes takes one part only, and that would have several. */
export interface DoubledChoice {
  /** `spec.template.spec.containers[rustfs].env[RUST_LOG]` */
  readonly field: string;
  /** The parts, as `value` and `valueFrom`. */
  readonly parts: readonly string[];
}

/** k8s.io/api core/v1: ProbeHandler and LifecycleHandler. */
const handlers = ['exec', 'grpc', 'httpGet', 'sleep', 'tcpSocket'];
/** k8s.io/api core/v1: EnvVar. */
const values = ['value', 'valueFrom'];
/** k8s.io/api core/v1: EnvVarSource. */
const sources = ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'];

const pod = ['spec', 'template', 'spec'];

/** The choices of a StatefulSet's pods of which more than one part is there: the API server refuses such an object. */
export function doubledChoices(object: Fields): DoubledChoice[] {
  const containers = ['initContainers', 'containers'].flatMap((list) =>
    named(object, [...pod, list]).flatMap(([path, container]) => ofContainer(path, container)),
  );
  const volumes = named(object, [...pod, 'volumes']).map(([field, { name: _name, ...types }]) => ({
    field,
    parts: Object.keys(types).filter((type) => types[type] !== null),
  }));
  return [...containers, ...volumes].filter(({ parts }) => parts.length > 1);
}

function ofContainer(path: string, container: Fields): DoubledChoice[] {
  const variables = named(container, ['env'], path).flatMap(([field, variable]) => [
    chosen(field, variable, values),
    chosen(fieldPath(field, 'valueFrom'), fieldsAt(variable, 'valueFrom'), sources),
  ]);
  const asked = [
    ['livenessProbe'],
    ['readinessProbe'],
    ['startupProbe'],
    ['lifecycle', 'preStop'],
    ['lifecycle', 'postStart'],
  ].map((steps) => chosen(steps.reduce(fieldPath, path), fieldsAt(container, ...steps), handlers));
  return [...variables, ...asked];
}

function chosen(field: string, structure: Fields, choice: readonly string[]): DoubledChoice {
  return { field, parts: choice.filter((part) => (structure[part] ?? null) !== null) };
}

/** The items of a list, each with its path. */
function named(of: Fields, steps: readonly string[], path = ''): [string, Fields][] {
  const list = steps.reduce(fieldPath, path);
  return itemsAt(of, ...steps).map((item) => [`${list}[${textAt(item, 'name') ?? ''}]`, item]);
}
