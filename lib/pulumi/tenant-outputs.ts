import { StatefulSet } from '@pulumi/kubernetes/apps/v1';
import { Service } from '@pulumi/kubernetes/core/v1';
import { output, unsecret, type Output, type Resource } from '@pulumi/pulumi';
import { composeAccepted } from '../objects/compose';
import { consoleEndpointOf, endpointOf } from '../tenant/endpoint';
import { layoutOfAccepted, type TenantLayout } from '../tenant/layout-of';
import type { TenantSpec } from '../tenant/spec';
import { toYaml } from '../yaml';
import type { RustfsTenantArgs } from './args';
import { filled } from './fill';
import type { Sketch } from './sketch';
import { tenantResources } from './tenant-resources';

/** What a tenant offers to the rest of a program; see `RustfsTenant`. */
export interface TenantOutputs {
  readonly endpoint: Output<string>;
  readonly consoleEndpoint: Output<string>;
  readonly secretName: Output<string | undefined>;
  readonly statefulSets: Readonly<Record<string, StatefulSet>>;
  readonly services: { readonly headless: Service; readonly io: Service; readonly console: Service };
  readonly layout: Output<TenantLayout | undefined>;
  readonly toYaml: () => Output<string>;
}

/**
 * Makes a tenant's resources as children of a component: what `RustfsTenant` consists of, for components of your own
 * that are one too.
 *
 * @throws {ResourceError} with all problems, when the declaration has an error; nothing is made then.
 */
export function tenantOutputs(component: Resource, name: string, args: RustfsTenantArgs): TenantOutputs {
  const { sketch, known, tenant, made } = tenantResources(component, name, args);
  const { declaration, pattern } = sketch;
  const text = (value: string) => output(filled(value, pattern, known.values));
  const resources = new Map(
    made.map(({ object, resource }) => [`${object.kind} ${object.metadata.name}`, resource]),
  );
  const service = (name: string) => instanceOf(Service, resources.get(`Service ${name}`));
  const root =
    declaration.developmentCredentials === true
      ? tenant.names.developmentSecret
      : declaration.credsSecret?.name;
  return {
    endpoint: text(endpointOf(declaration)),
    consoleEndpoint: text(consoleEndpointOf(declaration)),
    secretName: root === undefined ? output(undefined) : text(root),
    statefulSets: Object.fromEntries(
      tenant.pools.map(({ name, statefulSetName }) => [
        name,
        instanceOf(StatefulSet, resources.get(`StatefulSet ${statefulSetName}`)),
      ]),
    ),
    services: {
      headless: service(tenant.names.headlessService),
      io: service(tenant.names.ioService),
      console: service(tenant.names.consoleService),
    },
    layout: layout(sketch, known.declaration),
    toYaml: () => known.declaration.apply((complete) => toYaml(composeAccepted(complete))),
  };
}

/** The layout tells numbers and names, no secret. It waits for nothing that has no part in it. */
function layout({ declaration, leaves }: Sketch, complete: Output<TenantSpec>) {
  const hasPart = (path: string) => /^(namespace$|pools\b|env\b)/.test(path);
  const isWaiting = leaves.some(({ paths }) => paths.some(hasPart));
  return isWaiting ? unsecret(complete.apply(layoutOfAccepted)) : output(layoutOfAccepted(declaration));
}

function instanceOf<T>(kind: abstract new (...args: never[]) => T, resource: unknown): T {
  if (!(resource instanceof kind))
    throw new Error(`rustfs-constructs made no such ${kind.name}; this is a bug in it.`);
  return resource;
}
