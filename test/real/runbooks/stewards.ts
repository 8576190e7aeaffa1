import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { Manifest } from '../control-plane/api-server';
import type { ControlPlane } from '../control-plane/start';
import { listOf } from '../harness/objects';

/** Those who do in a cluster what runbooks rely on, and whom the control plane does not have. */
export interface Stewards {
  stop(): Promise<void>;
}

/** A storage driver that grows volumes, and cert-manager. Their server's certificate is in the folder. */
export function startStewards(plane: ControlPlane, folder: string): Stewards {
  let isStopped = false;
  const work = async () => {
    while (!isStopped) {
      await growVolumes(plane);
      await issueCertificates(plane, folder);
      await sleep(200);
    }
  };
  const working = work();
  return {
    stop: () => {
      isStopped = true;
      return working;
    },
  };
}

/** The capacity of a claim becomes what it asks for. */
async function growVolumes({ api }: ControlPlane): Promise<void> {
  const claims = await listOf<PersistentVolumeClaim>(api, '/api/v1/persistentvolumeclaims');
  for (const { metadata, spec, status } of claims) {
    const storage = spec?.resources?.requests?.storage;
    if (status?.phase !== 'Bound' || storage === status.capacity?.storage) continue;
    const path = `/api/v1/namespaces/${metadata?.namespace}/persistentvolumeclaims/${metadata?.name}/status`;
    await api.request('PATCH', path, { status: { capacity: { storage } } }, 'application/merge-patch+json');
  }
}

interface Certificate extends Manifest {
  readonly spec: { readonly secretName: string };
  readonly status?: object;
}

/** Every certificate gets its Secret, and says that it is ready. */
async function issueCertificates({ api }: ControlPlane, folder: string): Promise<void> {
  const certificates = await listOf<Certificate>(api, '/apis/cert-manager.io/v1/certificates');
  for (const certificate of certificates) {
    const { namespace = '', name } = certificate.metadata;
    const text = (file: string) => readFileSync(join(folder, file), 'utf8');
    if (certificate.status !== undefined) continue;
    await api.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: certificate.spec.secretName, namespace },
      stringData: {
        'tls.crt': text('server.crt'),
        'tls.key': text('server.key'),
        'ca.crt': text('server.crt'),
      },
    });
    const status = { conditions: [{ type: 'Ready', status: 'True' }] };
    const path = `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates/${name}`;
    await api.request('PATCH', path, { status }, 'application/merge-patch+json');
  }
}
