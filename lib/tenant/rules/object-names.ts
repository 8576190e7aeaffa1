import { dnsSubdomain } from '../names';
import { error, type Problem } from '../problem';

/** The name of an object that the declaration refers to. It is not repeated: it may be the secret itself. */
export function* objectName(path: string, name: string | undefined): Iterable<Problem> {
  if (name === undefined || (name.length <= 253 && dnsSubdomain.test(name))) return;
  const message = `"${path}" is not the name of a Kubernetes object.`;
  yield error(path, 'object-name', message, 'Give the name of the object that exists.');
}

/** A key of a Secret or ConfigMap. */
export function* dataKey(path: string, key: string | undefined): Iterable<Problem> {
  if (key === undefined || /^[-._a-zA-Z0-9]{1,253}$/.test(key)) return;
  yield error(path, 'object-name', `"${path}" is not a key of a Secret.`, 'Give a key of the Secret.');
}

/** A Secret or ConfigMap, and a key in it. */
export function* keyReference(
  path: string,
  reference: { readonly name?: string; readonly key?: string } | undefined,
): Iterable<Problem> {
  yield* objectName(`${path}.name`, reference?.name);
  yield* dataKey(`${path}.key`, reference?.key);
}
