import type { TenantDraft } from '../draft';
import { dnsLabel, isOwnVolumeName } from '../names';
import { error, type Problem } from '../problem';
import { tlsVolumeName } from '../tls/wiring';
import { refusal } from './ownership';

/** Volumes that the declaration brings, and where the server mounts them. Their places are the mount rules' matter. */
export function* volumeRules(spec: TenantDraft): Iterable<Problem> {
  const { additionalVolumes: volumes = [], additionalVolumeMounts: mounts = [] } = spec;
  const seen = new Map<string, number>();
  for (const [i, { name, ...source }] of volumes.entries()) {
    const path = `additionalVolumes[${i}]`;
    if (name !== undefined && !dnsLabel.test(name)) {
      const fix = 'Use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.';
      yield error(`${path}.name`, 'volume', `"${name}" cannot name a volume.`, fix);
    } else if (name !== undefined && isOwnVolumeName(name)) {
      const message = `"${name}" is a name of the tenant's own volumes.`;
      // Kubernetes refuses only a name that the pod does have.
      const refuse = name.startsWith('rustfs-') && name !== tlsVolumeName ? refusal(spec) : error;
      yield refuse(`${path}.name`, 'volume', message, 'Give it another name.');
    }
    const first = seen.get(name ?? '');
    if (name !== undefined && first !== undefined) {
      const message = `additionalVolumes[${first}] is called "${name}" as well.`;
      yield error(`${path}.name`, 'volume', message, 'Give every volume a name of its own.');
    }
    seen.set(name ?? '', first ?? i);
    if (Object.keys(source).length !== 1) {
      const message = 'A volume comes from exactly one source; Kubernetes refuses any other.';
      yield error(path, 'volume', message, 'Give one of secret, configMap, projected, emptyDir, csi, ...');
    }
  }
  for (const [i, { name }] of mounts.entries()) {
    if (name === undefined || seen.has(name)) continue;
    const message = `There is no additional volume "${name}".`;
    yield error(`additionalVolumeMounts[${i}].name`, 'volume', message, 'Name one of additionalVolumes.');
  }
}
