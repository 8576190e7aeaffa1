/** Whatever starts pods, and the pods. */
const users = 'pods,statefulsets,deployments,daemonsets,jobs,cronjobs';

/**
 * Deletes a Secret that a rotation has replaced, unless something still names it: what is deleted is the whole Secret, and
 * it may hold other keys, of encryption for one, or be another tenant's as well. Where the cluster does not answer, nothing
 * is deleted.
 */
export function deleteSpent(name: string, namespace: string): string {
  const isNamed = `. as $object | any(paths(strings) | select(.[0] == "spec"); . as $path | ($object | getpath($path)) == $name and ($path | map(tostring) | join("/") | test("secret"; "i")))`;
  const verdict = `if . == [] then "nothing names it" else error("\\($name) is still named by " + join(", ")) end`;
  return (
    `USERS=$(kubectl get ${users} -n ${namespace} -o json) && [ -n "$USERS" ] && printf '%s' "$USERS" | ` +
    `jq -er --arg name ${name} '[.items[] | select(${isNamed}) | .kind + " " + .metadata.name] | ${verdict}' && ` +
    `kubectl delete secret ${name} -n ${namespace}`
  );
}

/** What to say beside it. */
export const unlessNamed =
  'The whole Secret goes, with every key in it: while anything in the namespace still names it, the shell says what, and deletes nothing. Then move the other keys to a Secret of their own first.';
