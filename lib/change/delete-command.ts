import { textAt, type Fields } from './fields';
import { nameOf } from './objects';

/** The groups whose kinds kubectl knows by their names alone. */
const own = /^(?:[a-z]+|.+\.k8s\.io)$/;

/** What deletes an object that is not declared any more: no apply does, only what prunes. */
export function deleteCommand(object: Fields): string {
  const { kind, namespace, name } = nameOf(object);
  const [group = ''] = (textAt(object, 'apiVersion') ?? 'v1').split('/');
  const isOwn = group === 'v1' || own.test(group);
  const type = isOwn ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
  return ['kubectl delete', type, name, ...(namespace === '' ? [] : ['-n', namespace])].join(' ');
}
