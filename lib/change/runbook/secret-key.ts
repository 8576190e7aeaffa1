/** A Secret that the cluster has, and one of its keys. */
export interface SecretKey {
  readonly name: string;
  readonly namespace: string;
  readonly key: string;
}

/**
 * The command that writes one key of a Secret and leaves its other keys as they are: an apply of a Secret with this key alone
 * would take the others away, if kubectl has applied them.
 *
 * @param value the text, as jq says it.
 * @param jq how jq is called for it.
 */
export function putKey({ name, namespace, key }: SecretKey, value: string, jq: string): string {
  const patch = `{stringData: {"${key}": ${value}}}`;
  return `${jq} '${patch}' | kubectl patch secret ${name} -n ${namespace} --type merge --patch-file /dev/stdin`;
}

/** A key as a step of kubectl's JSONPath. */
export function keyStep(key: string): string {
  return `.data.${key.replaceAll('.', '\\.')}`;
}
