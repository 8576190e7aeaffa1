/** What waits until all pods of the StatefulSets are of the last revision, and ready. */
export function rolledOut(namespace: string, sets: readonly string[]): string[] {
  return sets.map((set) => `kubectl rollout status statefulset/${set} -n ${namespace}`);
}

/** What fails where one of the StatefulSets is no more. */
export function stillThere(namespace: string, sets: readonly string[]): string {
  return `kubectl get ${sets.map((set) => `statefulset/${set}`).join(' ')} -n ${namespace}`;
}
