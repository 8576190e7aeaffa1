import type { StatefulSet } from '@pulumi/kubernetes/apps/v1';
import type { Service } from '@pulumi/kubernetes/core/v1';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { TenantLayout } from '../tenant/layout-of';
import type { RustfsTenantArgs } from './args';
import { tenantOutputs, type TenantOutputs } from './tenant-outputs';

/**
 * A RustFS tenant: its ServiceAccount, three Services, and a PodDisruptionBudget and a StatefulSet per pool, each a
 * typed resource of `@pulumi/kubernetes` below this component.
 *
 * Providers, aliases, protection and transforms of the component reach all of them.
 */
export class RustfsTenant extends ComponentResource implements TenantOutputs {
  /** The type in the URN of every tenant, whatever language its program is written in. */
  static readonly type = 'rustfs-constructs:index:RustfsTenant';

  /** Where S3 clients in the cluster connect. */
  readonly endpoint: Output<string>;
  /** Where the console is in the cluster. */
  readonly consoleEndpoint: Output<string>;
  /** The Secret with the root credentials; undefined when `env` brings them. */
  readonly secretName: Output<string | undefined>;
  /** The StatefulSets by the name of their pool. */
  readonly statefulSets: Readonly<Record<string, StatefulSet>>;
  /** The Services: of DNS names for the servers, of S3, and of the console. */
  readonly services: { readonly headless: Service; readonly io: Service; readonly console: Service };
  /** How RustFS will lay the tenant out; undefined when only the cluster knows what decides it. */
  readonly layout: Output<TenantLayout | undefined>;
  /**
   * The same objects as YAML, for a GitOps repository: without what only Pulumi asks for, and without Secrets that
   * are made of values.
   */
  readonly toYaml: () => Output<string>;

  /**
   * @throws {ResourceError} with all problems, when the declaration has an error. What is known only when the
   * deployment runs is checked then, before it reaches an object.
   */
  constructor(name: string, args: RustfsTenantArgs, opts: ComponentResourceOptions = {}) {
    super(RustfsTenant.type, name, {}, opts);
    const outputs = tenantOutputs(this, name, args);
    this.endpoint = outputs.endpoint;
    this.consoleEndpoint = outputs.consoleEndpoint;
    this.secretName = outputs.secretName;
    this.statefulSets = outputs.statefulSets;
    this.services = outputs.services;
    this.layout = outputs.layout;
    this.toYaml = outputs.toYaml;
    const { endpoint, consoleEndpoint, secretName } = outputs;
    this.registerOutputs({ endpoint, consoleEndpoint, secretName });
  }
}
