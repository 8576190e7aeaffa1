import type { Container, EnvVar } from 'kubernetes-types/core/v1';
import fc from 'fast-check';
import type { TenantSpec, TlsSpec } from 'rustfs-constructs';
import { imageAcknowledgement } from '../../lib/tenant/image';
import { furtherEncryption, operatorEncryption } from './arbitrary-encryption';
import { integrations } from './arbitrary-integrations';
import { pools } from './arbitrary-pool';
import {
  annotationMap,
  labelMap,
  podSecurity,
  containerSecurity,
  transportSecurity,
} from './arbitrary-parts';

/** Volumes and their mounts. */
const ownVolumes: fc.Arbitrary<Pick<TenantSpec, 'additionalVolumes' | 'additionalVolumeMounts'>> =
  fc.constantFrom(
    {},
    {
      additionalVolumes: [
        { name: 'themes', configMap: { name: 'themes', items: [{ key: 'a', path: 'b/c' }] } },
        { name: 'cache', emptyDir: { sizeLimit: '1Gi' } },
      ],
      additionalVolumeMounts: [
        { name: 'themes', mountPath: '/srv/themes', readOnly: true },
        { name: 'cache', mountPath: '/cache' },
      ],
    },
  );

/**
 * Declarations that the checks accept by construction. They use the fields that both profiles have, so that each
 * can be composed in both.
 */
export const commonSpecs: fc.Arbitrary<TenantSpec> = fc
  .tuple(
    fc.record({
      name: fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/),
      namespace: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/),
      pools,
    }),
    fc.record(
      {
        labels: labelMap,
        imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
        imagePullSecret: fc.constant({ name: 'registry' }),
        rpcSecret: fc.constant({ name: 'rpc', key: 'secret' }),
        serviceAccountName: fc.constant('storage.robot'),
        mountPath: fc.constant('/data'),
        createServiceAccountRbac: fc.boolean(),
        scheduler: fc.constant('bin-packer'),
        priorityClassName: fc.constant('high'),
        podManagementPolicy: fc.constant('Parallel'),
        lifecycle: fc.constant<NonNullable<TenantSpec['lifecycle']>>({
          preStop: { exec: { command: ['sleep', '3'] } },
        }),
        logging: fc.constantFrom<NonNullable<TenantSpec['logging']>[]>(
          {},
          { mode: 'stdout' },
          { mode: 'emptydir', mountPath: '/var/log/rustfs' },
          { mode: 'persistent' },
          { mode: 'persistent', storageSize: '20Gi', storageClass: 'slow' },
        ),
        tls: fc.oneof(fc.constant<TlsSpec>({ mode: 'disabled' }), transportSecurity),
        policies: fc.constant<NonNullable<TenantSpec['policies']>>([
          { name: 'readers', document: { configMapKeyRef: { name: 'policies', key: 'readers' } } },
        ]),
        users: fc.constant<NonNullable<TenantSpec['users']>>([
          { name: 'app', credsSecret: { name: 'app-keys' }, policies: ['readers', 'writers'] },
        ]),
        buckets: fc.constant<NonNullable<TenantSpec['buckets']>>([{ name: 'media', objectLock: true }]),
        podDeletionPolicyWhenNodeIsDown: fc.constantFrom('DoNothing', 'ForceDelete'),
        securityContext: podSecurity,
        containerSecurityContext: containerSecurity,
        clusterDomain: fc.constantFrom('cluster.local', 'Cluster.Local.', 'k8s.example.com'),
        placement: fc.constant({ drives: 'distinct' }),
        pod: fc.constantFrom<NonNullable<TenantSpec['pod']>[]>(
          {},
          { entrypoint: 'image' },
          { endpointAnchor: false },
        ),
      },
      { requiredKeys: [] },
    ),
    credentials(),
    imageAndAnnotations(),
    fc.uniqueArray(variable(), { maxLength: 4, selector: ({ name }) => name }),
    ownVolumes,
    operatorEncryption,
  )
  .map(([identity, options, root, image, env, volumes, encryptionOf]): TenantSpec => {
    const variables = [...(root.env ?? []), ...env];
    const encryption = encryptionOf(identity.pools);
    return {
      ...identity,
      ...options,
      ...root,
      ...image,
      ...volumes,
      ...(variables.length === 0 ? {} : { env: variables }),
      ...(encryption === undefined ? {} : { encryption }),
    };
  });

/** Declarations to be composed exactly as the operator does. */
export const operatorSpecs: fc.Arbitrary<TenantSpec> = commonSpecs.map((spec) => ({
  ...spec,
  compatibility: 'operator',
}));

/** Declarations of the default profile, with the fields that only it has. */
export const productionSpecs: fc.Arbitrary<TenantSpec> = fc
  .tuple(
    commonSpecs,
    fc.record(
      {
        probes: fc.constantFrom<NonNullable<TenantSpec['probes']>[]>(
          {},
          { startup: { failureThreshold: 200 } },
          { liveness: { periodSeconds: 20 }, readiness: { timeoutSeconds: 10, initialDelaySeconds: 1 } },
        ),
        services: fc.record({ io: serviceSettings(), console: serviceSettings() }, { requiredKeys: [] }),
        claimRetention: fc.record(
          {
            whenDeleted: fc.constantFrom('Retain', 'Delete'),
            whenScaled: fc.constantFrom('Retain', 'Delete'),
          },
          { requiredKeys: [] },
        ),
        managedBy: fc.constant('argo-cd'),
        encryption: furtherEncryption,
        disruptionBudget: fc.record(
          {
            enabled: fc.boolean(),
            unhealthyPodEvictionPolicy: fc.constantFrom('IfHealthyBudget', 'AlwaysAllow'),
          },
          { requiredKeys: [] },
        ),
        parity: fc.constant(0),
        requires: fc.constantFrom<NonNullable<TenantSpec['requires']>[]>(
          {},
          { survives: {} },
          { usable: '1Mi' },
        ),
        placement: fc.record(
          {
            perNode: fc.constantFrom('required', 'preferred', 'none'),
            drives: fc.constantFrom('distinct', 'shared'),
            failureDomain: fc.record({
              topologyKey: fc.constant('topology.kubernetes.io/zone'),
              count: fc.integer({ min: 2, max: 5 }),
            }),
          },
          { requiredKeys: [] },
        ),
        pod: fc.record(
          {
            entrypoint: fc.constantFrom('binary', 'image'),
            endpointAnchor: fc.boolean(),
            terminationGracePeriodSeconds: fc.nat({ max: 300 }),
            minReadySeconds: fc.nat({ max: 60 }),
            scratchSize: fc.constantFrom('500M', '1024Mi', '2Gi'),
            labels: labelMap,
            annotations: annotationMap,
            containers: fc.constant<Container[]>([
              {
                name: 'exporter',
                image: 'exporter:1',
                ports: [{ containerPort: 8080 }],
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
              },
            ]),
            initContainers: fc.constant<Container[]>([
              { name: 'wait', image: 'busybox:1', restartPolicy: 'Always' },
            ]),
            runtimeClassName: fc.constant('gvisor'),
            hostUsers: fc.boolean(),
            dnsConfig: fc.constant<NonNullable<NonNullable<TenantSpec['pod']>['dnsConfig']>>({
              options: [{ name: 'ndots', value: '2' }],
            }),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
    fc.nat({ max: 8 }),
    integrations,
  )
  .map(([common, more, partition, reached]): TenantSpec => {
    const canary = common.pools.map((pool) => ({
      ...pool,
      updatePartition: Math.min(partition, pool.servers),
    }));
    return { ...common, ...more, ...reached, pools: partition === 0 ? common.pools : canary };
  });

/** Declarations that the checks accept, of both profiles. */
export const tenantSpecs: fc.Arbitrary<TenantSpec> = fc.oneof(operatorSpecs, productionSpecs);

/** Root credentials from a Secret, by field or by variables. */
function credentials(): fc.Arbitrary<Pick<TenantSpec, 'credsSecret' | 'env'>> {
  return fc.constantFrom<Pick<TenantSpec, 'credsSecret' | 'env'>[]>(
    { credsSecret: { name: 'root' } },
    {
      env: [
        { name: 'RUSTFS_ACCESS_KEY', value: 'admin-of-storage' },
        { name: 'RUSTFS_SECRET_KEY', valueFrom: { secretKeyRef: { name: 'root', key: 'secret' } } },
      ],
    },
  );
}

/** An image that runs under RuntimeDefault seccomp, or that the author vouches for. */
function imageAndAnnotations(): fc.Arbitrary<Pick<TenantSpec, 'image' | 'annotations'>> {
  const vouchedFor = [
    'registry.example.com:5000/mirror/rustfs:2',
    'rustfs/rustfs:latest',
    `rustfs/rustfs@sha256:${'ab'.repeat(32)}`,
  ];
  return fc.oneof(
    fc.record({ annotations: annotationMap }, { requiredKeys: [] }),
    fc
      .constantFrom('', 'rustfs/rustfs:1.0.0', 'quay.io/rustfs/rustfs:1.2.3-glibc')
      .map((image) => ({ image })),
    fc
      .constantFrom(...vouchedFor)
      .map((image) => ({ image, annotations: { [imageAcknowledgement]: image } })),
  );
}

function variable(): fc.Arbitrary<EnvVar> {
  const name = fc.oneof(
    fc.stringMatching(/^MY_[A-Z]{1,6}$/),
    fc.constantFrom('RUSTFS_CONSOLE_ENABLE', 'RUSTFS_OBS_LOGGER_LEVEL', 'RUSTFS_CHECK_UPDATE'),
  );
  return fc.oneof(
    fc.record({ name, value: fc.string() }),
    fc.record({
      name,
      valueFrom: fc.constantFrom(
        { fieldRef: { fieldPath: 'spec.nodeName' } },
        { configMapKeyRef: { name: 'settings', key: 'level', optional: true } },
      ),
    }),
  );
}

function serviceSettings(): fc.Arbitrary<NonNullable<NonNullable<TenantSpec['services']>['io']>> {
  return fc.oneof(
    fc.record({ annotations: annotationMap, labels: labelMap }, { requiredKeys: [] }),
    fc.constant({
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      sessionAffinity: 'ClientIP',
      trafficDistribution: 'PreferClose',
    } as const),
    fc.constant({
      type: 'LoadBalancer',
      loadBalancerClass: 'example.com/internal',
      loadBalancerSourceRanges: ['10.0.0.0/8', 'fd00::/8'],
      externalTrafficPolicy: 'Cluster',
    } as const),
  );
}
