import { composeTenant, planChange, type TenantSpec } from 'rustfs-constructs';
import { acme } from './specs';

/** What people write beside a tenant. */
export const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'storage' } };
export const root = secret('acme-root', { accesskey: 'the-user', secretkey: 'the-password' });
export const rpc = secret('acme-rpc', { secret: 'the-rpc-secret', note: 'a' });
export const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'vol-0-acme-pool-0-1', namespace: 'storage' },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '10Gi' } },
    volumeName: 'disk-1',
  },
};
export const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'disk-1' },
  spec: {
    capacity: { storage: '10Gi' },
    local: { path: '/mnt/disk-1' },
    persistentVolumeReclaimPolicy: 'Retain',
    claimRef: { namespace: 'storage', name: 'vol-0-acme-pool-0-1' },
  },
};

export function secret(name: string, stringData: Readonly<Record<string, string>>, more: object = {}) {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'storage' }, stringData, ...more };
}

export function other(apiVersion: string, kind: string, name: string, spec: object = {}) {
  return { apiVersion, kind, metadata: { name, namespace: 'storage' }, spec };
}

export const beside = [namespace, root, rpc, claim, volume];

/** A tenant and all that people write beside it, read as from files. */
export function objects(spec: TenantSpec = acme, more: readonly object[] = beside): object[] {
  return JSON.parse(JSON.stringify([...more, ...composeTenant(spec)]));
}

/** The objects, with those of a title changed; without them where the change gives nothing. */
export function edited(
  all: readonly object[],
  title: string,
  edit: (text: string) => string | undefined,
): object[] {
  let isFound = false;
  const changed = all.flatMap((object): object[] => {
    if (titleOf(object) !== title) return [object];
    isFound = true;
    const text = JSON.stringify(object);
    const to = edit(text);
    if (to === text) throw new Error(`${title} stays as it is`);
    return to === undefined ? [] : [JSON.parse(to)];
  });
  if (!isFound) throw new Error(`There is no ${title}`);
  return changed;
}

export function titleOf(object: object): string {
  const { kind, metadata }: { kind?: string; metadata?: { name?: string } } = object;
  return `${kind} ${metadata?.name}`;
}

export const removed = () => undefined;

/** The verdict, the codes of what is told, and the runbooks. */
export function outcome(before: readonly object[], after: readonly object[]): string {
  const plan = planChange(before, after);
  const told = plan.tenants.flatMap(({ problems, procedures }) => [
    ...problems.map(({ code }) => code),
    ...procedures.map(({ runbook }) => runbook),
  ]);
  return [plan.verdict, ...told].join(' ');
}
