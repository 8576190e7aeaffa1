import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Container, EnvVar, PodSpec, Probe, Service, Volume } from 'kubernetes-types/core/v1';
import { composeTenant, toYaml, type KubernetesObject, type TenantSpec } from 'rustfs-constructs';
import { stringify } from 'yaml';

/** What `kubectl get statefulset,service -o yaml` prints of a tenant that the operator runs. */
export function operatorsObjects(spec: TenantSpec): string {
  return kubectlList(liveObjects(spec));
}

/** A tenant's objects as the API server stores them. */
export function liveObjects(spec: TenantSpec): object[] {
  return composeTenant(spec).map((object) => asStored(object, spec.name));
}

/** Objects as kubectl prints several of them. */
export function kubectlList(items: readonly object[]): string {
  return stringify(
    { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } },
    { aliasDuplicateObjects: false, version: '1.1' },
  );
}

/** Objects as separate documents. */
export function kubectlDocuments(items: readonly object[]): string {
  return toYaml(items);
}

/** An object as the API server stores it once a controller has seen it. */
export function asStored(object: KubernetesObject, owner?: string): object {
  const metadata = {
    ...object.metadata,
    creationTimestamp: '2026-11-02T08:15:30Z',
    generation: 3,
    resourceVersion: '48151623',
    uid: '11111111-2222-4333-8444-555555555555',
    ...(owner !== undefined && {
      ownerReferences: [{ apiVersion: 'rustfs.com/v1alpha1', kind: 'Tenant', name: owner, controller: true }],
    }),
  };
  if (object.kind === 'StatefulSet') return withoutEmpty({ ...object, metadata, ...storedSet(object) });
  if (object.kind === 'Service') return withoutEmpty({ ...object, metadata, ...storedService(object) });
  return withoutEmpty({ ...object, metadata });
}

function storedSet({ spec }: StatefulSet): object {
  const replicas = spec?.replicas ?? 1;
  return {
    spec: {
      podManagementPolicy: 'OrderedReady',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      revisionHistoryLimit: 10,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      ...spec,
      template: {
        metadata: { creationTimestamp: null, ...spec?.template.metadata },
        spec: storedPod(spec?.template.spec ?? { containers: [] }),
      },
      volumeClaimTemplates: spec?.volumeClaimTemplates?.map(({ metadata, spec: claim, ...kind }) => ({
        ...kind,
        metadata: { creationTimestamp: null, ...metadata },
        spec: { ...claim, resources: storedResources(claim?.resources), volumeMode: 'Filesystem' },
        status: { phase: 'Pending' },
      })),
    },
    status: {
      availableReplicas: replicas,
      collisionCount: 0,
      currentReplicas: replicas,
      currentRevision: 'revision-5d9f',
      observedGeneration: 3,
      readyReplicas: replicas,
      replicas,
      updateRevision: 'revision-5d9f',
      updatedReplicas: replicas,
    },
  };
}

function storedPod(pod: PodSpec): object {
  const { volumes = [], containers, initContainers, ...rest } = pod;
  return {
    ...rest,
    ...(initContainers !== undefined && { initContainers: initContainers.map(storedContainer) }),
    containers: containers.map(storedContainer),
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: pod.schedulerName ?? 'default-scheduler',
    securityContext: pod.securityContext ?? {},
    ...(pod.serviceAccountName !== undefined && { serviceAccount: pod.serviceAccountName }),
    terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds ?? 30,
    ...(volumes.length > 0 && { volumes: volumes.map(storedVolume) }),
  };
}

function storedVolume(volume: Volume): object {
  const { configMap, projected, secret } = volume;
  return {
    ...volume,
    ...(projected !== undefined && { projected: { defaultMode: 420, ...projected } }),
    ...(configMap !== undefined && { configMap: { defaultMode: 420, ...configMap } }),
    ...(secret !== undefined && { secret: { defaultMode: 420, ...secret } }),
  };
}

function storedContainer(container: Container): object {
  const { livenessProbe, readinessProbe, startupProbe, env = [], resources, image = '' } = container;
  const isFloating = image.endsWith(':latest') || !/[:@][^/]+$/.test(image);
  return {
    ...container,
    ...(env.length > 0 && { env: env.map(storedVariable) }),
    imagePullPolicy: container.imagePullPolicy ?? (isFloating ? 'Always' : 'IfNotPresent'),
    ...(livenessProbe && { livenessProbe: storedProbe(livenessProbe) }),
    ...(readinessProbe && { readinessProbe: storedProbe(readinessProbe) }),
    ...(startupProbe && { startupProbe: storedProbe(startupProbe) }),
    ports: container.ports?.map((port) => ({ protocol: 'TCP', ...port })),
    resources: storedResources(resources),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: container.terminationMessagePolicy ?? 'File',
  };
}

/** Empty values are not stored, and a reference to a field says its version. */
function storedVariable({ name, value, valueFrom }: EnvVar): object {
  const fieldRef = valueFrom?.fieldRef;
  return {
    name,
    ...(value !== undefined && value !== '' && { value }),
    ...(valueFrom !== undefined && {
      valueFrom: fieldRef === undefined ? valueFrom : { fieldRef: { apiVersion: 'v1', ...fieldRef } },
    }),
  };
}

function storedProbe(probe: Probe): object {
  return { failureThreshold: 3, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1, ...probe };
}

type Amounts = Readonly<Record<string, string>>;

/** The server writes an amount in its own way. */
function storedResources(resources: { requests?: Amounts; limits?: Amounts } = {}): object {
  return Object.fromEntries(
    Object.entries(resources).map(([bound, amounts]) => [
      bound,
      Object.fromEntries(
        Object.entries(amounts ?? {}).map(([resource, amount]) => [
          resource,
          amount === '1.5Ti' ? '1536Gi' : amount,
        ]),
      ),
    ]),
  );
}

function storedService({ spec }: Service): object {
  return {
    spec: {
      clusterIP: '10.96.12.7',
      clusterIPs: ['10.96.12.7'],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
      ...spec,
      ports: spec?.ports?.map((port) => ({ protocol: 'TCP', targetPort: port.port, ...port })),
    },
    status: { loadBalancer: {} },
  };
}

/** Empty lists and empty maps of texts are not stored; an empty structure is. */
function withoutEmpty(value: object): object;
function withoutEmpty(value: unknown): unknown;
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutEmpty(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, withoutEmpty(item)] as const)
      .filter(([key, item]) => !isUnstored(key, item)),
  );
}

function isUnstored(key: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  const isMap = ['labels', 'annotations', 'matchLabels', 'nodeSelector', 'requests', 'limits'].includes(key);
  return isMap && typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
