import type { PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';
import { defined } from '../defined';
import { logVolumeName } from './names';
import type { LoggingSpec } from './spec';
import { wiring, type Wiring } from './wiring';

/** The default log directory of both volume modes. */
const defaultLogPath = '/logs';

/** Where RustFS writes log files; undefined when the log is standard output. */
export function logDirectory(logging: LoggingSpec = {}): string | undefined {
  if (logging.mode === undefined || logging.mode === 'stdout') return undefined;
  return logging.mountPath ?? defaultLogPath;
}

/** The claim of persistent logs (contract 2.5). */
export function logClaim(logging: LoggingSpec = {}): PersistentVolumeClaimSpec | undefined {
  if (logging.mode !== 'persistent') return undefined;
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
