import { isRecord } from '../is-record';
import { isBackend, operatorBackends } from '../tenant/encryption/operator';
import { warning } from '../tenant/problem';
import { furtherFieldsWithin } from './fields';
import { furtherField, withoutFurther, type ManifestProblem } from './further-fields';

type Fields = Readonly<Record<string, unknown>>;

/** Encryption by a service that the operator does not know is a problem, and stays to be read. */
export function fromEncryption(value: unknown, problems: ManifestProblem[]): unknown {
  if (!isRecord(value)) return value;
  const backend = value.backend ?? 'local';
  if (typeof backend !== 'string' || !isBackend(backend)) return value;
  const isKnown = operatorBackends.includes(backend);
  if (!isKnown) problems.push(furtherField(`backend: ${backend}`, ['encryption', 'backend']));
  const read = isKnown ? withoutIdle(value, backend, problems) : value;
  if (read.vault === undefined) return read;
  const path = ['encryption', 'vault'];
  return {
    ...read,
    vault: withoutFurther(read.vault, furtherFieldsWithin[path.join('.')] ?? [], path, problems),
  };
}

/** The custom resource has the fields of all backends side by side, and the operator reads those of the one that is said. */
function withoutIdle(encryption: Fields, backend: string, problems: ManifestProblem[]): Fields {
  // What is off need not be complete.
  const isOff = encryption.enabled !== true && backend === 'vault' && (encryption.vault ?? null) === null;
  const reason = isOff ? 'while encryption is off' : `beside the backend "${backend}"`;
  const idle = isOff ? ['backend', 'kmsSecret'] : backend === 'vault' ? ['local'] : ['vault', 'kmsSecret'];
  const found = idle.filter((field) => (encryption[field] ?? null) !== null);
  for (const field of found) {
    const message = `"encryption.${field}" has no effect ${reason}; the operator does not read it.`;
    const problem = warning(`encryption.${field}`, 'no-effect', message, 'Leave it out.');
    problems.push({ problem, at: ['spec', 'encryption', field] });
  }
  return Object.fromEntries(Object.entries(encryption).filter(([field]) => !found.includes(field)));
}
