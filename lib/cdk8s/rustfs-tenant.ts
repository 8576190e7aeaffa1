import type { ApiObject } from 'cdk8s';
import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { clashOf, recordOwner, type ObjectOwner } from '../objects/clashes';
import { composeAccepted } from '../objects/compose';
import type { KubernetesObject } from '../objects/object';
import { acceptTenant, tenantTitle } from '../tenant/check';
import { layoutOfAccepted, type TenantLayout } from '../tenant/layout-of';
import { statefulSetName, tenantNames } from '../tenant/names';
import { problemText, TenantError, type Problem } from '../tenant/problem';
import { endpointOf } from '../tenant/endpoint';
import { ComposedObject } from './composed-object';
import { lockKeeper } from './lock-keeper';
import { specOf, type RustfsTenantProps } from './props';
import { guardFiles } from './resource-files';

/**
 * A RustFS tenant: its ServiceAccount, certificates, three Services, and a PodDisruptionBudget and a StatefulSet per
 * pool, each a plain `ApiObject`, so that `addJsonPatch` on any of them keeps everything.
 *
 * Object names come from the tenant's name, never from the construct's path: moving the construct in the tree
 * renames nothing.
 */
export class RustfsTenant extends Construct {
  /** The pods' ServiceAccount; undefined when `serviceAccountName` brings one. */
  readonly serviceAccount: ApiObject | undefined;
  /** The Secret of `developmentCredentials`; undefined otherwise. */
  readonly developmentSecret: ApiObject | undefined;
  /** The managed cert-manager Certificates, in the order of their declaration. */
  readonly certificates: readonly ApiObject[];
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
   * @throws {TenantError} with all problems, when the declaration has an error, when another tenant of the chart
   * makes the same objects, or when the lock file has something against it.
   */
  constructor(scope: Construct, id: string, props: RustfsTenantProps) {
    // All that may refuse the tenant comes before it enters the tree, so that nothing is left behind.
    const chart = Chart.of(scope);
    const spec = specOf(props, id, chart.namespace);
    const { declaration, warnings } = acceptTenant(spec);
    const composed = composeAccepted(declaration);
    const owners = ownersIn(chart);
    const owner = { tenant: tenantTitle(spec), place: pathIn(scope, id) };
    const clash = clashOf(owners, owner, composed) && clashOf(pruned(owners), owner, composed);
    if (clash !== undefined) throw new TenantError(owner.tenant, [clash]);
    const keeper = props.lockFile === undefined ? undefined : lockKeeper(scope, props.lockFile);
    const changes = keeper?.problemsOf(composed, owner.place) ?? [];
    if (changes.some(({ severity }) => severity === 'error')) {
      throw new TenantError(owner.tenant, [...warnings, ...changes]);
    }
    super(scope, id);
    keeper?.keep(this, composed);
    recordOwner(owners, { ...owner, construct: this }, composed);
    const objects = composed.map((object) => this.emit(object));
    guardFiles(this);
    const names = tenantNames(spec);
    const find = (kind: string, name: string) =>
      objects.find((object) => object.kind === kind && object.name === name);
    const get = (kind: string, name: string) => found(find(kind, name), kind, name);

    this.serviceAccount = find('ServiceAccount', names.serviceAccount);
    this.developmentSecret = find('Secret', names.developmentSecret);
    this.certificates = objects.filter(({ kind }) => kind === 'Certificate');
    this.headlessService = get('Service', names.headlessService);
    this.ioService = get('Service', names.ioService);
    this.consoleService = get('Service', names.consoleService);
    this.statefulSets = Object.fromEntries(
      spec.pools.map((pool) => [pool.name, get('StatefulSet', statefulSetName(spec.name, pool))]),
    );
    this.disruptionBudgets = Object.fromEntries(
      spec.pools.flatMap((pool) => {
        const budget = find('PodDisruptionBudget', statefulSetName(spec.name, pool));
        return budget === undefined ? [] : [[pool.name, budget]];
      }),
    );
    this.layout = layoutOfAccepted(declaration);
    this.endpoint = endpointOf(declaration);
    this.warnings = [...warnings, ...changes];
    for (const problem of this.warnings) this.warn(problem);
  }

  private emit(object: KubernetesObject): ApiObject {
    return new ComposedObject(this, `${object.kind}-${object.metadata.name}`, object);
  }

  /** Shown on standard error, and silenced or counted by Node's own means, by code. */
  private warn(problem: Problem): void {
    process.emitWarning(`${this.node.path}: ${problemText(problem)}`, {
      type: 'RustfsTenantWarning',
      code: problem.code,
    });
  }
}

/** A tenant's construct, which may have been taken out of the tree again. */
interface ConstructOwner extends ObjectOwner {
  readonly construct: IConstruct;
}

/** The objects that tenants have made in each chart. Two charts may be for two clusters. */
const ownersByChart = new WeakMap<Chart, Map<string, ConstructOwner>>();

function ownersIn(chart: Chart): Map<string, ConstructOwner> {
  const owners = ownersByChart.get(chart) ?? new Map<string, ConstructOwner>();
  ownersByChart.set(chart, owners);
  return owners;
}

/** Without the owners that are no longer in the tree. Looked for only when it matters: a chart may hold thousands. */
function pruned(owners: Map<string, ConstructOwner>): Map<string, ConstructOwner> {
  for (const [object, { construct }] of owners) if (!isInTree(construct)) owners.delete(object);
  return owners;
}

function pathIn(scope: Construct, id: string): string {
  return [scope.node.path, id].filter((part) => part !== '').join('/');
}

function isInTree({ node }: IConstruct): boolean {
  return node.scope?.node.tryFindChild(node.id)?.node === node;
}

function found(object: ApiObject | undefined, kind: string, name: string): ApiObject {
  if (object === undefined)
    throw new Error(`rustfs-constructs composed no ${kind} ${name}; this is a bug in it.`);
  return object;
}
