import { composeTenant } from '../../objects/compose';
import type { KubernetesObject } from '../../objects/object';
import type { TenantSpec } from '../../tenant/spec';
import { poolAddress } from '../address';
import { textAt, textsAt, valueAt, type Fields } from '../fields';
import type { LockedTenant } from '../lock';
import { objectsIn } from '../objects';
import { tenantsIn } from '../observed';
import type { ObservedPool } from '../observed-pool';
import { effectiveVariables, serverOf } from '../server';

/** What a runbook is about: a tenant as declared, as far as commands need it. */
export interface Subject {
  readonly spec: TenantSpec;
  /** The declaration's file, as it stands in commands. */
  readonly file: string;
  /** The Argo CD Application and the Flux Kustomization that apply it. */
  readonly app: string;
  readonly objects: readonly KubernetesObject[];
  readonly pools: readonly ObservedPool[];
  /** What the lock knows of the tenant. */
  readonly locked: LockedTenant | undefined;
}

/** Where a runbook's commands run. */
export interface SubjectOptions {
  readonly file: string;
  /**
   * The name of the Argo CD Application or the Flux Kustomization.
   * @default 'NAMESPACE-TENANT'
   */
  readonly app?: string;
  readonly locked?: LockedTenant;
}

/** The subject of a declaration without errors. */
export function subjectOf(spec: TenantSpec, { file, app, locked }: SubjectOptions): Subject {
  const objects = composeTenant(spec);
  const [tenant] = tenantsIn(objectsIn(objects));
  return {
    spec,
    file,
    app: app ?? `${spec.namespace}-${spec.name}`,
    objects,
    pools: tenant?.pools ?? [],
    locked,
  };
}

/** The StatefulSets of some pools, as composed. */
export function statefulSetsOf({ objects }: Subject, pools: readonly ObservedPool[]): KubernetesObject[] {
  const names = pools.map(({ statefulSet }) => statefulSet);
  return objects.filter(({ kind, metadata }) => kind === 'StatefulSet' && names.includes(metadata.name));
}

/** A variable of the servers. */
function serverVariable({ objects }: Subject, name: string): Fields | undefined {
  const [set] = objectsIn(objects).filter((object) => textAt(object, 'kind') === 'StatefulSet');
  return set === undefined ? undefined : effectiveVariables(serverOf(set)).get(name);
}

/** The Secret and the key that a variable of the servers comes from. */
export function secretOf(
  subject: Subject,
  name: string,
): { readonly name: string; readonly key: string } | undefined {
  const reference = valueAt(serverVariable(subject, name), 'valueFrom', 'secretKeyRef');
  const secret = textAt(reference, 'name');
  const key = textAt(reference, 'key');
  return secret === undefined || key === undefined ? undefined : { name: secret, key };
}

/** `https` where the servers speak it. */
export function schemeOf(subject: Subject): 'http' | 'https' {
  const [pool] = subject.pools;
  const address = poolAddress(pool?.volumes ?? '');
  if (address?.kind === 'url') return address.scheme === 'https' ? 'https' : 'http';
  return serverVariable(subject, 'RUSTFS_TLS_PATH') === undefined ? 'http' : 'https';
}

/** All servers of the tenant. */
export function serverCount({ pools }: Pick<Subject, 'pools'>): number {
  return pools.reduce((sum, { servers }) => sum + servers, 0);
}

/** How kubectl selects the servers of the tenant: as its Services do. */
export function tenantSelector({ objects }: Pick<Subject, 'objects'>): string {
  const [service] = objectsIn(objects).filter((object) => textAt(object, 'kind') === 'Service');
  return selectorText(textsAt(service, 'spec', 'selector'));
}

/** How kubectl selects the servers of a pool: as its StatefulSet does. */
export function selectorText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
