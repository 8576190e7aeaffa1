/** Defaults of a field and of what lies below it; a list has one entry, which holds for every item. */
export type Defaults = string | number | boolean | DefaultFields | readonly [DefaultFields];
export interface DefaultFields {
  readonly [field: string]: Defaults;
}

const httpGet = { scheme: 'HTTP' };
const probe = {
  initialDelaySeconds: 0,
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  httpGet,
};

const container = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  ports: [{ protocol: 'TCP' }],
  env: [{ valueFrom: { fieldRef: { apiVersion: 'v1' } } }],
} as const satisfies DefaultFields;

const pod = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  enableServiceLinks: true,
  containers: [container],
  initContainers: [container],
  volumes: [
    {
      secret: { defaultMode: 420 },
      configMap: { defaultMode: 420 },
      projected: { defaultMode: 420 },
    },
  ],
} as const satisfies DefaultFields;

/**
 * What the API server fills in where nothing is said (k8s.io/kubernetes pkg/apis/*\/v1/defaults.go), as far as
 * objects of a tenant have such fields. Saying it or not saying it is the same.
 */
export const serverDefaults: Readonly<Record<string, DefaultFields>> = {
  StatefulSet: {
    spec: {
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      revisionHistoryLimit: 10,
      minReadySeconds: 0,
      // maxUnavailable from 1.37 on.
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 1 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      template: { spec: pod },
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          spec: { volumeMode: 'Filesystem' },
          status: { phase: 'Pending' },
        },
      ],
    },
  },
  Service: {
    spec: {
      type: 'ClusterIP',
      sessionAffinity: 'None',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
      internalTrafficPolicy: 'Cluster',
      externalTrafficPolicy: 'Cluster',
      ipFamilyPolicy: 'SingleStack',
      allocateLoadBalancerNodePorts: true,
      publishNotReadyAddresses: false,
      ports: [{ protocol: 'TCP' }],
    },
  },
  Secret: { type: 'Opaque' },
  PersistentVolumeClaim: { spec: { volumeMode: 'Filesystem' } },
  PersistentVolume: { spec: { volumeMode: 'Filesystem', persistentVolumeReclaimPolicy: 'Retain' } },
};
