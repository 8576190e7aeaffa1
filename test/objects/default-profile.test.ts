import { composeTenant } from 'rustfs-constructs';
import { container, objectOf, podSpec, podTemplate, service, statefulSet } from '../support/composed';
import { acme, acmeWithPool, asOperator, development } from '../support/specs';

const managedBy = 'app.kubernetes.io/managed-by';

describe('The image', () => {
  test('is a release of RustFS, or the one that image says', () => {
    expect(container(acme).image).toBe('rustfs/rustfs:1.0.0');
    expect(container({ ...acme, image: 'rustfs/rustfs:1.1.0' }).image).toBe('rustfs/rustfs:1.1.0');
    expect(container({ ...acme, image: '' }).image).toBe('rustfs/rustfs:1.0.0');
  });

  test('runs the binary itself, unless pod.entrypoint leaves it to the image', () => {
    expect(container(acme).command).toEqual(['/usr/bin/rustfs']);
    expect(container({ ...acme, pod: { entrypoint: 'image' } })).not.toHaveProperty('command');
  });
});

describe('The manager', () => {
  test.each([
    ['this library', acme, 'rustfs-constructs'],
    ['the one that managedBy says', { ...acme, managedBy: 'argo-cd' }, 'argo-cd'],
  ])('of objects and pods is %s', (_, spec, expected) => {
    const labels = composeTenant(spec).map(({ metadata }) => metadata.labels?.[managedBy]);
    expect(new Set(labels)).toEqual(new Set([expected]));
    expect(podTemplate(spec).metadata?.labels?.[managedBy]).toBe(expected);
  });

  test('of claim templates is the operator for ever, since they cannot be changed', () => {
    const [claim] = statefulSet({ ...acme, managedBy: 'argo-cd' }).spec?.volumeClaimTemplates ?? [];
    expect(claim?.metadata?.labels?.[managedBy]).toBe('rustfs-operator');
  });
});

describe('The file system of the container', () => {
  test('is read-only, with a /tmp to write to', () => {
    expect(container(acme).securityContext?.readOnlyRootFilesystem).toBe(true);
    expect(container(acme).volumeMounts).toContainEqual({ name: 'tmp', mountPath: '/tmp' });
    expect(podSpec(acme).volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }]);
  });

  test('lets /tmp hold what pod.scratchSize says', () => {
    const spec = { ...acme, pod: { scratchSize: '20Gi' } };
    expect(podSpec(spec).volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '20Gi' } }]);
  });

  test('is writable when containerSecurityContext says so', () => {
    const spec = { ...acme, containerSecurityContext: { readOnlyRootFilesystem: false } };
    expect(container(spec).securityContext?.readOnlyRootFilesystem).toBe(false);
  });

  test('has the log before /tmp', () => {
    const spec = { ...acme, logging: { mode: 'emptydir' } } as const;
    expect(
      container(spec)
        .volumeMounts?.slice(-2)
        .map(({ name }) => name),
    ).toEqual(['logs', 'tmp']);
    expect(podSpec(spec).volumes?.map(({ name }) => name)).toEqual(['logs', 'tmp']);
  });
});

describe('Probes', () => {
  test('give a server ten minutes to start, and do not restart it in haste', () => {
    expect(container(acme)).toMatchObject({
      startupProbe: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 120 },
      livenessProbe: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
      readinessProbe: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 6 },
    });
  });

  test('take from probes what it says, and keep the rest', () => {
    const probes = { startup: { failureThreshold: 200 }, liveness: { initialDelaySeconds: 9 } };
    expect(container({ ...acme, probes })).toMatchObject({
      startupProbe: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 200 },
      livenessProbe: { initialDelaySeconds: 9, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
      readinessProbe: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 6 },
    });
  });

  test('ask the same as those of the operator', () => {
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      expect(container(acme)[probe]?.httpGet).toEqual(container(asOperator(acme))[probe]?.httpGet);
    }
  });
});

describe('The end of a pod', () => {
  test('waits until its endpoints are gone, unless lifecycle says otherwise', () => {
    expect(container(acme).lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
    const lifecycle = { preStop: { exec: { command: ['true'] } } };
    expect(container({ ...acme, lifecycle }).lifecycle).toEqual(lifecycle);
    // An empty mapping would be stored by the second apply only, and roll the servers once more.
    expect(container({ ...acme, lifecycle: {} })).not.toHaveProperty('lifecycle');
    expect(container(asOperator({ ...acme, lifecycle: {} })).lifecycle).toEqual({});
  });

  test('may take a minute, or what pod.terminationGracePeriodSeconds says', () => {
    expect(podSpec(acme).terminationGracePeriodSeconds).toBe(60);
    const patient = { ...acme, pod: { terminationGracePeriodSeconds: 0 } };
    expect(podSpec(patient).terminationGracePeriodSeconds).toBe(0);
    // There is no time left to sleep, and Kubernetes refuses to sleep for longer than that.
    expect(container(patient).lifecycle).toBeUndefined();
  });
});

describe('Claims', () => {
  test('are retained, unless claimRetention says otherwise', () => {
    const retained = { whenDeleted: 'Retain', whenScaled: 'Retain' };
    expect(statefulSet(acme).spec?.persistentVolumeClaimRetentionPolicy).toEqual(retained);
    const spec = { ...acme, claimRetention: { whenScaled: 'Delete' } } as const;
    expect(statefulSet(spec).spec?.persistentVolumeClaimRetentionPolicy).toEqual({
      ...retained,
      whenScaled: 'Delete',
    });
  });
});

describe('Updates', () => {
  test('go on when a server has been ready for 10 s, or what pod.minReadySeconds says', () => {
    expect(statefulSet(acme).spec?.minReadySeconds).toBe(10);
    expect(statefulSet({ ...acme, pod: { minReadySeconds: 0 } }).spec?.minReadySeconds).toBe(0);
    expect(statefulSet(asOperator(acme)).spec).not.toHaveProperty('minReadySeconds');
  });

  test('reach all servers, or those from updatePartition on', () => {
    const reaching = (partition: number) => ({ type: 'RollingUpdate', rollingUpdate: { partition } });
    expect(statefulSet(acme).spec?.updateStrategy).toEqual(reaching(0));
    expect(statefulSet(acmeWithPool({ updatePartition: 3 })).spec?.updateStrategy).toEqual(reaching(3));
  });

  test('are left to Kubernetes with a ServiceAccount of your own, but for a partition', () => {
    const robot = { serviceAccountName: 'robot' };
    expect(statefulSet({ ...acme, ...robot }).spec).not.toHaveProperty('updateStrategy');
    const canary = { ...acmeWithPool({ updatePartition: 3 }), ...robot };
    expect(statefulSet(canary).spec?.updateStrategy?.rollingUpdate).toEqual({ partition: 3 });
  });
});

describe('Security left to the platform', () => {
  test('keeps what Pod Security `restricted` asks for', () => {
    const spec = { ...acme, securityContext: {}, containerSecurityContext: {} };
    expect(podSpec(spec).securityContext).toEqual({ fsGroupChangePolicy: 'OnRootMismatch' });
    expect(container(spec).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });
});

describe('Services', () => {
  test('are ClusterIP, unless services says otherwise', () => {
    const io = {
      type: 'LoadBalancer',
      annotations: { 'example.com/internal': 'true' },
      labels: { team: 'a' },
      loadBalancerClass: 'example.com/lb',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
      externalTrafficPolicy: 'Local',
    } as const;
    const spec = { ...acme, services: { io, console: { sessionAffinity: 'ClientIP' } } } as const;
    expect(service(acme, 'acme-io').spec?.type).toBe('ClusterIP');
    const { annotations, labels, ...settings } = io;
    expect(service(spec, 'acme-io')).toMatchObject({
      metadata: { annotations, labels: { ...labels, 'rustfs.tenant': 'acme' } },
      spec: { ...settings, ports: [{ name: 'http-rustfs', port: 9000 }] },
    });
    expect(service(spec, 'acme-console').spec).toMatchObject({
      type: 'ClusterIP',
      sessionAffinity: 'ClientIP',
    });
    expect(service(spec, 'acme-hl')).toEqual(service(acme, 'acme-hl'));
  });
});

describe('Development credentials', () => {
  test('are a Secret with the published defaults', () => {
    expect(objectOf(development, 'Secret', 'dev-development-credentials')).toMatchObject({
      metadata: { namespace: 'default' },
      type: 'Opaque',
      stringData: { accesskey: 'rustfsadmin', secretkey: 'rustfsadmin' },
    });
  });

  test('are not composed unless they are asked for', () => {
    expect(composeTenant(acme).map(({ kind }) => kind)).not.toContain('Secret');
  });
});
