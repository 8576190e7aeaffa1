import type { PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';
import { defined } from '../defined';
import { operatorManagedBy, poolLabels } from './labels';
import { logVolumeName, type NamedPool } from './names';
import type { LoggingSpec, TenantSpec } from './spec';
import type { ClaimTemplate } from './tenant';
import { wiring, type Wiring } from './wiring';

/** The default log directory of both volume modes. */
const defaultLogPath = '/logs';

/** Where RustFS writes log files; undefined when the log is standard output. */
export function logDirectory(logging: LoggingSpec = {}): string | undefined {
  if (logging.mode === undefined || logging.mode === 'stdout') return undefined;
  return logging.mountPath ?? defaultLogPath;
}

/** The claim of persistent logs (contract 2.5), or the one that the pool was adopted with. */
export function logClaimTemplate(
  { name, logging = {} }: Pick<TenantSpec, 'name' | 'logging'>,
  pool: NamedPool,
): ClaimTemplate | undefined {
  if (logging.mode !== 'persistent') return undefined;
  const adopted = pool.adopted?.logClaim;
  if (adopted !== undefined) {
    return { spec: adopted.spec, labels: { ...adopted.labels }, annotations: adopted.annotations };
  }
  return {
    spec: logClaim(logging),
    labels: poolLabels(name, pool.name, operatorManagedBy),
    annotations: undefined,
  };
}

function logClaim(logging: LoggingSpec): PersistentVolumeClaimSpec {
  return {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: logging.storageSize ?? '5Gi' } },
    ...defined({ storageClassName: logging.storageClass }),
  };
}

/** The volume of log files and its mount; a persistent one comes from its claim template. */
export function logWiring(logging: LoggingSpec = {}): Wiring {
  const mountPath = logDirectory(logging);
  if (mountPath === undefined) return wiring({});
  return wiring({
    volumes: logging.mode === 'emptydir' ? [{ name: logVolumeName, emptyDir: {} }] : [],
    mounts: [{ name: logVolumeName, mountPath }],
  });
}
