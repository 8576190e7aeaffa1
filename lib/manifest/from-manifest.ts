import { knownFieldsText } from '../tenant/nearest';
import { stepsOf, type Step } from '../tenant/path';
import { error, warning, type Problem } from '../tenant/problem';
import { isRecord } from '../is-record';
import { decommissionedPools } from './decommissioned-pools';
import { fromEncryption } from './encryption';
import { furtherFieldsWithin, isFurtherField, metadataFields } from './fields';
import { furtherField, withoutFurther, type ManifestProblem } from './further-fields';

/** A Tenant manifest read as a declaration. */
export interface ReadManifest {
  readonly declaration: Record<string, unknown>;
  readonly problems: readonly ManifestProblem[];
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

/**
 * The declaration that a Tenant manifest makes: metadata and spec in one. Of the status nothing is kept; it tells which
 * pools the operator has stopped.
 */
export function fromManifest(manifest: Fields): ReadManifest {
  const problems = decommissionedPools(manifest);
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

function unknownField(key: string, owner: string, known: readonly string[]): Problem {
  return error('', 'unknown-field', `${owner} has no field "${key}".`, knownFieldsText(key, known));
}
