import { ApiObject, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { claimObjects, type ObjectOwners } from '../objects/clashes';
import { composeTenant } from '../objects/compose';
import type { KubernetesObject } from '../objects/object';
import { checkTenant, tenantTitle } from '../tenant/check';
import { layoutOf, type TenantLayout } from '../tenant/layout-of';
import { statefulSetName, tenantNames } from '../tenant/names';
import { problemText, TenantError, type Problem } from '../tenant/problem';
import type { TenantSpec } from '../tenant/spec';
import { s3Port } from '../tenant/volumes';
import { specOf, type RustfsTenantProps } from './props';

/**
 * A RustFS tenant: its ServiceAccount, three Services, and a PodDisruptionBudget and a StatefulSet per pool, each a
 * plain `ApiObject`, so that `addJsonPatch` on any of them keeps everything.
 *
 * Object names come from the tenant's name, never from the construct's path: moving the construct in the tree
 * renames nothing.
 */
export class RustfsTenant extends Construct {
  /** The pods' ServiceAccount; undefined when `serviceAccountName` brings one. */
  readonly serviceAccount: ApiObject | undefined;
  /** The Secret of `developmentCredentials`; undefined otherwise. */
  readonly developmentSecret: ApiObject | undefined;
  /** Gives every server its DNS name. */
  readonly headlessService: ApiObject;
  /** S3 and the admin API, port 9000. */
  readonly ioService: ApiObject;
  /** The web console, port 9001. */
  readonly consoleService: ApiObject;
  /** The StatefulSets by the name of their pool. */
  readonly statefulSets: Readonly<Record<string, ApiObject>>;
  /** The PodDisruptionBudgets by the name of their pool; a pool that cannot spare a server has none. */
  readonly disruptionBudgets: Readonly<Record<string, ApiObject>>;
  /** How RustFS will lay the tenant out; undefined when only the cluster knows what decides it. */
  readonly layout: TenantLayout | undefined;
  /** Where S3 clients in the cluster connect. */
  readonly endpoint: string;
  /** What composes and should be known all the same. Each is also emitted as a Node process warning. */
  readonly warnings: readonly Problem[];

  /**
   * @throws {TenantError} with all problems, when the declaration has an error, or another tenant of the app makes
   * the same objects.
   */
  constructor(scope: Construct, id: string, props: RustfsTenantProps) {
    const spec = specOf(props, id, Chart.of(scope).namespace);
    const composed = composeTenant(spec);
    // Before the construct enters the tree, so that a refused tenant leaves nothing behind.
    refuseClash(scope, id, spec, composed);
    super(scope, id);
    const objects = composed.map((object) => this.emit(object));
    const names = tenantNames(spec.name);
    const find = (kind: string, name: string) =>
      objects.find((object) => object.kind === kind && object.name === name);
    const get = (kind: string, name: string) => found(find(kind, name), kind, name);

    this.serviceAccount = find('ServiceAccount', names.serviceAccount);
    this.developmentSecret = find('Secret', names.developmentSecret);
    this.headlessService = get('Service', names.headlessService);
    this.ioService = get('Service', names.ioService);
    this.consoleService = get('Service', names.consoleService);
    this.statefulSets = Object.fromEntries(
      spec.pools.map(({ name }) => [name, get('StatefulSet', statefulSetName(spec.name, name))]),
    );
    this.disruptionBudgets = Object.fromEntries(
      spec.pools.flatMap(({ name }) => {
        const budget = find('PodDisruptionBudget', statefulSetName(spec.name, name));
        return budget === undefined ? [] : [[name, budget]];
      }),
    );
    this.layout = layoutOf(spec);
    this.endpoint = `http://${names.ioService}.${spec.namespace}.svc:${s3Port}`;
    this.warnings = checkTenant(spec);
    for (const problem of this.warnings) this.warn(problem);
  }

  private emit(object: KubernetesObject): ApiObject {
    return new ApiObject(this, `${object.kind}-${object.metadata.name}`, object);
  }

  /** Shown on standard error, and silenced or counted by Node's own means, by code. */
  private warn(problem: Problem): void {
    process.emitWarning(`${this.node.path}: ${problemText(problem)}`, {
      type: 'RustfsTenantWarning',
      code: problem.code,
    });
  }
}

/** The objects that tenants have made in each app, by the root of its tree. */
const ownersByApp = new WeakMap<IConstruct, ObjectOwners>();

/** Two tenants of one app that make the same object would overwrite each other's servers. */
function refuseClash(
  scope: Construct,
  id: string,
  spec: TenantSpec,
  objects: readonly KubernetesObject[],
): void {
  const { root } = scope.node;
  const owners = ownersByApp.get(root) ?? new Map();
  ownersByApp.set(root, owners);
  const owner = {
    tenant: tenantTitle(spec),
    place: [scope.node.path, id].filter((part) => part !== '').join('/'),
  };
  const clash = claimObjects(owners, owner, objects);
  if (clash !== undefined) throw new TenantError(owner.tenant, [clash]);
}

function found(object: ApiObject | undefined, kind: string, name: string): ApiObject {
  if (object === undefined)
    throw new Error(`rustfs-constructs composed no ${kind} ${name}; this is a bug in it.`);
  return object;
}
