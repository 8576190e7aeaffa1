import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';
import { RustfsTenant } from 'rustfs-constructs/pulumi';

const config = new pulumi.Config();

/** Drives that stay where their server runs, and that are bound only then. */
const drives = new k8s.storage.v1.StorageClass('drives', {
  metadata: { name: 'rustfs-drives' },
  provisioner: config.get('provisioner') ?? 'topolvm.io',
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Retain',
  allowVolumeExpansion: true,
});

const password = (name: string, length: number) =>
  new random.RandomPassword(name, { length, special: false }).result;

/** Six servers of four drives over three zones; any zone may fail, and writing goes on. */
const media = new RustfsTenant('media', {
  namespace: 'storage',
  createNamespace: true,
  image: config.get('image') ?? 'rustfs/rustfs:1.0.0',
  // The component makes a Secret of these. A new version makes another one, and restarts the servers one by one.
  credsSecret: { accessKey: password('access-key', 20), secretKey: password('secret-key', 40), version: '1' },
  rpcSecret: { value: password('rpc', 64) },
  placement: {
    drives: 'distinct',
    // While a zone is away no server may restart: it would wait for the zone.
    failureDomain: { topologyKey: 'topology.kubernetes.io/zone', count: 3 },
  },
  parity: 6,
  requires: { survives: { zones: 1 } },
  pools: [
    {
      name: 'pool-0',
      servers: 6,
      persistence: {
        volumesPerServer: 4,
        volumeClaimTemplate: {
          accessModes: ['ReadWriteOnce'],
          // Known only when the class is there; the tenant is previewed all the same.
          storageClassName: drives.metadata.name,
          resources: { requests: { storage: config.get('driveSize') ?? '1Ti' } },
        },
      },
      resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '8Gi' } },
    },
  ],
});

/** An app of the same namespace, which finds the tenant by its outputs. */
const labels = { app: 'gallery' };
new k8s.apps.v1.Deployment(
  'gallery',
  {
    metadata: { name: 'gallery', namespace: 'storage' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'gallery',
              image: 'registry.example.com/gallery:1.4.2',
              env: [{ name: 'S3_ENDPOINT', value: media.endpoint }],
            },
          ],
        },
      },
    },
  },
  { dependsOn: media },
);

export const endpoint = media.endpoint;
export const consoleEndpoint = media.consoleEndpoint;
export const credentials = media.secretName;
export const usableBytes = media.layout.apply((layout) => String(layout?.usableBytes));
