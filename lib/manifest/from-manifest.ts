import { isBackend, operatorBackends } from '../tenant/encryption/operator';
import { knownFieldsText } from '../tenant/nearest';
import { pathTo, stepsOf, type Step } from '../tenant/path';
import { error, warning, type Problem } from '../tenant/problem';
import { isRecord } from '../is-record';
import { furtherFieldsWithin, isFurtherField, metadataFields } from './fields';

/** A Tenant manifest read as a declaration. */
export interface ReadManifest {
  readonly declaration: Record<string, unknown>;
  readonly problems: readonly ManifestProblem[];
}

/** A problem of the manifest itself, which the declaration does not have any more. */
export interface ManifestProblem {
  readonly problem: Problem;
  /** Where it stands in the manifest. */
  readonly at: readonly Step[];
}

type Fields = Record<string, unknown>;

/** What the API server and the operator write into a Tenant; a manifest taken from a cluster has it. */
const serverWritten: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);

/** kubectl's own copy of the manifest. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** The declaration that a Tenant manifest makes: metadata and spec in one. Status is dropped. */
export function fromManifest(manifest: Fields): ReadManifest {
  const problems: ManifestProblem[] = [];
  const { metadata, spec } = manifest;
  for (const key of Object.keys(manifest)) {
    if (['apiVersion', 'kind', 'metadata', 'spec', 'status'].includes(key)) continue;
    problems.push({ problem: unknownField(key, 'A Tenant manifest', ['metadata', 'spec']), at: [key] });
  }
  for (const [key, part] of Object.entries({ metadata, spec })) {
    if (part === undefined || part === null || isRecord(part)) continue;
    problems.push({
      problem: error('', 'wrong-type', `"${key}" is not a mapping.`, 'Give a mapping.'),
      at: [key],
    });
  }
  const declaration = {
    ...fromMetadata(isRecord(metadata) ? metadata : {}, problems),
    ...fromSpec(isRecord(spec) ? spec : {}, problems),
  };
  return { declaration, problems };
}

/** Where in a manifest a path of the declaration stands. */
export function manifestSteps(path: string): Step[] {
  const steps = stepsOf(path);
  const [first] = steps;
  if (first === undefined) return [];
  return [metadataFields.includes(String(first)) ? 'metadata' : 'spec', ...steps];
}

function fromMetadata(metadata: Fields, problems: ManifestProblem[]): Fields {
  const kept: Fields = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (serverWritten.has(key)) continue;
    if (key === 'annotations' && isRecord(value)) {
      kept[key] = Object.fromEntries(
        Object.entries(value).filter(([annotation]) => annotation !== lastApplied),
      );
    } else if (metadataFields.includes(key)) {
      kept[key] = value;
    } else if (key === 'ownerReferences' || key === 'finalizers') {
      const message = `metadata.${key} has no effect: it belongs to the Tenant object, which is not composed.`;
      problems.push({ problem: warning('', 'no-effect', message, 'Leave it out.'), at: ['metadata', key] });
    } else {
      problems.push({
        problem: unknownField(key, "A Tenant's metadata", metadataFields),
        at: ['metadata', key],
      });
    }
  }
  return kept;
}

function fromSpec(spec: Fields, problems: ManifestProblem[]): Fields {
  const kept: Fields = {};
  for (const [key, value] of Object.entries(spec)) {
    if (isFurtherField(key) || metadataFields.includes(key)) problems.push(furtherField(key, [key]));
    else if (key === 'encryption') kept[key] = fromEncryption(value, problems);
    else kept[key] = withoutFurther(value, furtherFieldsWithin[key] ?? [], [key], problems);
  }
  return kept;
}

/** A field's value without what the custom resource cannot say in it. */
function withoutFurther(
  value: unknown,
  further: readonly string[],
  at: readonly Step[],
  problems: ManifestProblem[],
): unknown {
  if (further.length === 0) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown, i) => withoutFurther(item, further, [...at, i], problems));
  }
  if (!isRecord(value)) return value;
  for (const key of further.filter((field) => Object.hasOwn(value, field))) {
    problems.push(furtherField(key, [...at, key]));
  }
  return Object.fromEntries(Object.entries(value).filter(([key]) => !further.includes(key)));
}

/** Encryption by a service that the operator does not know is a problem, and stays to be read. */
function fromEncryption(value: unknown, problems: ManifestProblem[]): unknown {
  if (!isRecord(value)) return value;
  const { backend, vault } = value;
  if (typeof backend === 'string' && !operatorBackends.includes(backend) && isBackend(backend)) {
    problems.push(furtherField(`backend: ${backend}`, ['encryption', 'backend']));
  }
  if (vault === undefined) return value;
  const path = ['encryption', 'vault'];
  return {
    ...value,
    vault: withoutFurther(vault, furtherFieldsWithin[path.join('.')] ?? [], path, problems),
  };
}

function furtherField(key: string, steps: readonly Step[]): ManifestProblem {
  const problem = error(
    steps.reduce<string>(pathTo, ''),
    'unknown-field',
    `"${key}" is not a field of the Tenant custom resource's spec; the operator would drop it.`,
    'Write a plain declaration: the same fields without apiVersion and kind, with name and namespace at the top.',
  );
  return { problem, at: ['spec', ...steps] };
}

function unknownField(key: string, owner: string, known: readonly string[]): Problem {
  return error('', 'unknown-field', `${owner} has no field "${key}".`, knownFieldsText(key, known));
}
