import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { composeTenant } from '../objects/compose';
import type { KubernetesObject } from '../objects/object';
import { checkTenant } from '../tenant/check';
import { statefulSetName, tenantNames } from '../tenant/names';
import { problemText, type Problem } from '../tenant/problem';
import { s3Port } from '../tenant/volumes';
import { specOf, type RustfsTenantProps } from './props';

/**
 * A RustFS tenant: its ServiceAccount, three Services and a StatefulSet per pool, each a plain `ApiObject`, so that
 * `addJsonPatch` on any of them keeps everything.
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
  /** Where S3 clients in the cluster connect. */
  readonly endpoint: string;
  /** What composes and should be known all the same. Each is also emitted as a Node process warning. */
  readonly warnings: readonly Problem[];

  /**
   * @throws {TenantError} with all problems, when the declaration has an error.
   */
  constructor(scope: Construct, id: string, props: RustfsTenantProps) {
    super(scope, id);
    const spec = specOf(props, id, Chart.of(this).namespace);
    const objects = composeTenant(spec).map((object) => this.emit(object));
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

function found(object: ApiObject | undefined, kind: string, name: string): ApiObject {
  if (object === undefined)
    throw new Error(`rustfs-constructs composed no ${kind} ${name}; this is a bug in it.`);
  return object;
}
