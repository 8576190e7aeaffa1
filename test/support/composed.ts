import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Container, EnvVar, PodSpec, PodTemplateSpec, Service } from 'kubernetes-types/core/v1';
import { composeTenant, type KubernetesObject, type TenantSpec } from 'rustfs-constructs';

/** The value, which the test takes for granted. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a value');
  return value;
}

/** The one composed object of this kind and name. */
export function objectOf(spec: TenantSpec, kind: string, name: string): KubernetesObject {
  return present(composeTenant(spec).find((object) => object.kind === kind && object.metadata.name === name));
}

/** The composed StatefulSets, in pool order. */
export function statefulSets(spec: TenantSpec): StatefulSet[] {
  return statefulSetsAmong(composeTenant(spec));
}

/** The StatefulSets among a tenant's objects, in pool order. */
export function statefulSetsAmong(objects: readonly KubernetesObject[]): StatefulSet[] {
  return objects.filter((object) => object.kind === 'StatefulSet');
}

/** The StatefulSet of the pool at this position. */
export function statefulSet(spec: TenantSpec, pool = 0): StatefulSet {
  return present(statefulSets(spec)[pool]);
}

/** The Service of this name. */
export function service(spec: TenantSpec, name: string): Service {
  return present(
    composeTenant(spec)
      .filter((object) => object.kind === 'Service')
      .find((object) => object.metadata.name === name),
  );
}

/** What the pods of the pool at this position are made from. */
export function podTemplate(spec: TenantSpec, pool = 0): PodTemplateSpec {
  return present(statefulSet(spec, pool).spec?.template);
}

/** The pods of the pool at this position. */
export function podSpec(spec: TenantSpec, pool = 0): PodSpec {
  return present(podTemplate(spec, pool).spec);
}

/** The server's container in the pool at this position. */
export function container(spec: TenantSpec, pool = 0): Container {
  return present(podSpec(spec, pool).containers[0]);
}

/** The server's environment, in order. */
export function environment(spec: TenantSpec): EnvVar[] {
  return present(container(spec).env);
}

/** The names of the server's environment, in order. */
export function variableNames(spec: TenantSpec): string[] {
  return environment(spec).map(({ name }) => name);
}

/** The server's variable of this name, if there is one. */
export function variable(spec: TenantSpec, name: string): EnvVar | undefined {
  return environment(spec).find((item) => item.name === name);
}
