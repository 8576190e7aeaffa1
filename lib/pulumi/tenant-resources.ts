import { Namespace } from '@pulumi/kubernetes/core/v1';
import { log, secret, type Output, type Resource } from '@pulumi/pulumi';
import type { KubernetesObject } from '../objects/object';
import { problemText, type Problem } from '../tenant/problem';
import { resolve } from '../tenant/resolve';
import type { Tenant } from '../tenant/tenant';
import { holdToDeclaration } from './alterations';
import type { RustfsTenantArgs } from './args';
import { declarationOf } from './declaration';
import { filled } from './fill';
import type { Filled } from './leaves';
import { tenantLock } from './lock';
import { acceptedSketch, knownLater, refusal, type KnownLater } from './known';
import type { MadeObject } from './made-object';
import {
  isNeededByPods,
  replacementProblems,
  settingProblems,
  statefulSetOptions,
  withHints,
} from './options';
import { resourceOf } from './resource';
import type { Sketch } from './sketch';
import { valueProblem, valueSecrets, type SecretValue } from './value-secrets';

/** A tenant's resources, with what they were made of. */
export interface TenantResources {
  readonly sketch: Sketch;
  readonly known: KnownLater;
  readonly tenant: Tenant;
  readonly made: readonly MadeObject[];
}

/**
 * Makes a tenant's resources as children of a component. Their names begin with the component's, and go on as the
 * objects' names do after the tenant's.
 *
 * @throws {ResourceError} with all problems, when the declaration has an error; nothing is made then.
 */
export function tenantResources(component: Resource, name: string, args: RustfsTenantArgs): TenantResources {
  const warn = (problem: Problem) => void log.warn(problemText(problem), component);
  const sketch = acceptedSketch(declarationOf(name, args), component);
  const tenant = resolve(sketch.declaration);
  const unsafe = replacementProblems(args, tenant);
  if (unsafe.length > 0) throw refusal(sketch, unsafe, component);
  const lock = tenantLock(name, args.lockFile, sketch, {
    refusal: (problems) => refusal(sketch, problems, component),
    warn: (message) => void log.warn(message, component),
  });
  const known = knownLater(sketch, component, warn, lock);
  for (const problem of [...sketch.warnings, ...settingProblems(args, tenant)]) warn(problem);

  const fill = <T>(value: T) => filled(value, sketch.pattern, known.values);
  const isMakingNamespace = args.createNamespace === true;
  const namespaces = isMakingNamespace ? [namespaceOf(component, name, fill(tenant.namespace))] : [];
  const neededByPods: Resource[] = [
    ...namespaces,
    ...valueSecrets(tenant, args).map(({ key, object, data }) => {
      const stringData = Object.fromEntries(
        Object.entries(data).map(([field, value]) => [field, checkedSecret(value, sketch, component)]),
      );
      const options = { parent: component, dependsOn: namespaces };
      return resourceOf({ ...fill(object), stringData }, `${name}-${key}`, options);
    }),
  ];
  const made = sketch.objects.map((object): MadeObject => {
    const options =
      object.kind === 'StatefulSet'
        ? { ...statefulSetOptions(object, tenant, args), dependsOn: [...neededByPods] }
        : { dependsOn: namespaces };
    const child = { ...options, parent: component };
    const resource = resourceOf(fill(withHints(object, args)), childName(name, tenant, object), child);
    if (isNeededByPods(object)) neededByPods.push(resource);
    return { object, resource };
  });
  if (args.lockFile !== undefined) holdToDeclaration(made, sketch, known, component);
  return { sketch, known, tenant, made };
}

function namespaceOf(component: Resource, name: string, namespace: Filled<string>): Namespace {
  return new Namespace(
    `${name}-namespace`,
    { metadata: { name: namespace } },
    { parent: component, protect: true },
  );
}

/** A value as a Pulumi secret, which is not given out before its rule has been heard. */
function checkedSecret(value: SecretValue, sketch: Sketch, component: Resource): Output<string> {
  return secret(value.value).apply((text) => {
    const problem = valueProblem(value, text);
    if (problem !== undefined) throw refusal(sketch, [problem], component);
    return text;
  });
}

/** Two components may declare tenants of one name, for two clusters: their resources are told apart by the component. */
function childName(component: string, tenant: Tenant, { metadata }: KubernetesObject): string {
  const prefix = `${tenant.name}-`;
  const key = metadata.name.startsWith(prefix) ? metadata.name.slice(prefix.length) : metadata.name;
  return `${component}-${key}`;
}
