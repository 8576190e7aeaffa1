import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';

/** cdk8s-plus around a tenant: what it takes from plus, and what plus makes over its pods. */
export class PlusInterop extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'storage' });

    // By reference: the Secrets are made elsewhere, and no credential is ever in this program.
    const credentials = kplus.Secret.fromSecretName(this, 'credentials', 'gallery-credentials');
    const betweenServers = kplus.Secret.fromSecretName(this, 'rpc', 'gallery-rpc');
    // Every plus object has a name of its own here: the names that plus derives change when a construct moves.
    const account = new kplus.ServiceAccount(this, 'account', { metadata: { name: 'gallery-storage' } });

    const tenant = new RustfsTenant(this, 'gallery', {
      credsSecret: credentials,
      rpcSecret: { name: betweenServers, key: 'secret' },
      serviceAccountName: account,
      pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],
    });

    // The tenant's pods, of all pools: the label that its own Services select by.
    const servers = kplus.Pods.select(this, 'servers', { labels: { 'rustfs.tenant': 'gallery' } });

    this.exposeByPlus(servers);
    this.exposeByName(tenant);
    this.restrictAccess(servers);
  }

  /** A plus Ingress wants a plus Service, so this makes one over the pods. */
  private exposeByPlus(servers: kplus.Pods): void {
    const service = new kplus.Service(this, 'service', {
      metadata: { name: 'gallery-web' },
      selector: servers,
      ports: [{ name: 'http', port: 9000 }],
    });
    new kplus.Ingress(this, 'ingress', {
      metadata: { name: 'gallery-web' },
      // S3 requests are signed with host and path: a host of its own, and no path rewriting.
      rules: [{ host: 'gallery.example.com', backend: kplus.IngressBackend.fromService(service) }],
    });
  }

  /** A plain Ingress to the tenant's own Service: plus cannot refer to a Service that it did not make. */
  private exposeByName(tenant: RustfsTenant): void {
    new ApiObject(this, 'plain-ingress', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'gallery-io' },
      spec: {
        rules: [
          {
            host: 's3.gallery.example.com',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: tenant.ioService.name, port: { name: 'http-rustfs' } } },
                },
              ],
            },
          },
        ],
      },
    });
  }

  private restrictAccess(servers: kplus.Pods): void {
    const ingressControllers = kplus.Namespaces.select(this, 'ingress-namespace', {
      labels: { 'kubernetes.io/metadata.name': 'ingress' },
    });
    const s3 = [kplus.NetworkPolicyPort.tcp(9000)];
    new kplus.NetworkPolicy(this, 'policy', {
      metadata: { name: 'gallery' },
      selector: servers,
      ingress: {
        default: kplus.NetworkPolicyTrafficDefault.DENY,
        rules: [
          // The servers talk to each other on the S3 port as well; without this rule the tenant never starts.
          { peer: servers, ports: s3 },
          { peer: ingressControllers, ports: s3 },
        ],
      },
    });
  }
}
