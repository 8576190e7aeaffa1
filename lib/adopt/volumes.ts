import { logVolumeName } from '../tenant/names';
import { tlsVolumeName } from '../tenant/tls/wiring';
import type { LivePool } from './live-tenant';
import { withoutDefaultMode } from './stored-pod';
import { listAt, saying, textAt, type Fields } from './value';

/** The volumes that are none of the tenant's own, and where the server mounts them. */
export function additionalVolumes({ pod, container, claimTemplates }: LivePool): Fields {
  const claims = claimTemplates.map((template) => textAt(template, 'metadata', 'name'));
  const own = [...claims, logVolumeName, tlsVolumeName];
  const volumes = listAt(pod, 'volumes').filter((volume) => !own.includes(textAt(volume, 'name')));
  const names = volumes.map((volume) => textAt(volume, 'name'));
  return saying({
    additionalVolumes: volumes.map(withoutDefaultMode),
    additionalVolumeMounts: listAt(container, 'volumeMounts').filter((mount) =>
      names.includes(textAt(mount, 'name')),
    ),
  });
}
