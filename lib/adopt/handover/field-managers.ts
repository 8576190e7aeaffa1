import { isRecord } from '../../is-record';
import type { LiveObject } from '../live-objects';
import { at, listAt, textAt } from '../value';

/**
 * Whoever has written something below `spec` of these objects, by name, but for kubectl's own server-side apply, which
 * goes on. Empty where the objects were read without `--show-managed-fields`. What controllers write elsewhere, such as
 * the status or an annotation, stays theirs.
 */
export function fieldManagers(objects: readonly LiveObject[]): string[] {
  const names = objects
    .flatMap(({ value }) => listAt(value, 'metadata', 'managedFields'))
    .filter(
      (entry) => textAt(entry, 'subresource') === undefined && isRecord(at(entry, 'fieldsV1', 'f:spec')),
    )
    .filter((entry) => textAt(entry, 'manager') !== 'kubectl' || textAt(entry, 'operation') !== 'Apply')
    .flatMap((entry) => textAt(entry, 'manager') ?? []);
  return [...new Set(names)].sort();
}

/** What prints, for every object of a file or folder, who owns fields of its `spec`. */
export function ownersCommand(source: string): string {
  const owner = '{{if and (not .subresource) (index .fieldsV1 "f:spec")}} {{.manager}}{{end}}';
  const line = `{{.kind}} {{.metadata.name}}:{{range .metadata.managedFields}}${owner}{{end}}{{"\\n"}}`;
  return `kubectl get ${source} --show-managed-fields -o go-template='{{range .items}}${line}{{end}}'`;
}

/** The same as a check: prints the objects of which somebody else than kubectl owns fields, and fails if there is one. */
export function ownedAloneCommand(source: string): string {
  return `! ${ownersCommand(source)} | grep -Ev ':( kubectl)?$'`;
}

/** Of whom the fields are that are to be given over, and in which objects. */
export interface GivingOver {
  /** The objects, as kubectl takes them: `-f FILE` or `-k FOLDER`. */
  readonly source: string;
  readonly namespace: string;
  readonly managers: readonly string[];
  /** Whether some of them have updated objects, as Helm 3 does and `kubectl replace`, and not applied them. */
  readonly haveUpdated: boolean;
}

/**
 * What makes others give over what they have in objects that are applied already: an apply under their name that says
 * nothing. What they alone had goes, and what the declaration says stays. An entry of somebody who has updated an object
 * counts for an apply once it is called one; kubectl does the same with its former client-side applies (k8s.io/client-go
 * util/csaupgrade).
 */
export function giveOverCommand({ source, namespace, managers, haveUpdated }: GivingOver): string {
  const one = `"$object" -n ${namespace}`;
  const identity =
    '{"apiVersion":"{{.apiVersion}}","kind":"{{.kind}}","metadata":{"name":"{{.metadata.name}}"}}';
  const apply =
    `  kubectl get ${one} -o go-template='${identity}' |\n` +
    `    kubectl apply --server-side --field-manager="$manager" -n ${namespace} -f -`;
  const isTheirs = `and (eq $entry.manager "'$manager'") (eq $entry.operation "Update") (not $entry.subresource)`;
  const call = ',{"op":"replace","path":"/metadata/managedFields/{{$i}}/operation","value":"Apply"}';
  const test = '{"op":"test","path":"/metadata/resourceVersion","value":"{{.metadata.resourceVersion}}"}';
  const patch = `[${test}{{range $i, $entry := .metadata.managedFields}}{{if ${isTheirs}}}${call}{{end}}{{end}}]`;
  const turn =
    `  kubectl get ${one} --show-managed-fields -o go-template='${patch}' > patch.json\n` +
    `  kubectl patch ${one} --type json --patch-file patch.json`;
  return [
    `for manager in ${managers.join(' ')}; do for object in $(kubectl get ${source} -o name); do`,
    apply,
    ...(haveUpdated ? [turn, apply] : []),
    'done; done',
  ].join('\n');
}
