import * as pulumi from '@pulumi/pulumi';
import { layoutText } from 'rustfs-constructs';
import { tenantOutputs } from 'rustfs-constructs/pulumi';
import type { RustfsTenantArgs } from './args';
import { libraryArgs } from './library-args';

/** A RustFS tenant, for programs in any language: the resources are those of the TypeScript component. */
export class RustfsTenant extends pulumi.ComponentResource {
  /** Where S3 clients in the cluster connect. */
  readonly endpoint: pulumi.Output<string>;
  /** Where the console is in the cluster. */
  readonly consoleEndpoint: pulumi.Output<string>;
  /** The Secret with the root credentials; empty when env brings them. */
  readonly secretName: pulumi.Output<string>;
  /** How RustFS will lay the tenant out, as text. */
  readonly layout: pulumi.Output<string>;
  /** The same objects as YAML, without Secrets that are made of values. */
  readonly yaml: pulumi.Output<string>;

  constructor(name: string, args: RustfsTenantArgs, opts?: pulumi.ComponentResourceOptions) {
    super('rustfs-constructs:index:RustfsTenant', name, {}, opts);
    const outputs = tenantOutputs(this, name, libraryArgs(args));
    this.endpoint = outputs.endpoint;
    this.consoleEndpoint = outputs.consoleEndpoint;
    this.secretName = outputs.secretName.apply((secret) => secret ?? '');
    this.layout = outputs.layout.apply((layout) => (layout === undefined ? '' : layoutText(layout)));
    this.yaml = outputs.toYaml();
    const { endpoint, consoleEndpoint, secretName } = this;
    this.registerOutputs({ endpoint, consoleEndpoint, secretName });
  }
}
