import type { Container, SecurityContext, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import type { PodSettings, TenantSpec } from 'rustfs-constructs';
import { refused, warned, type Breaches } from '../../support/breaches';
import { acme, asOperator, singleDrive } from '../../support/specs';
import { undeclared } from '../../support/undeclared';

const plugins: Volume = { name: 'plugins', configMap: { name: 'plugins' } };
const atPlugins: VolumeMount = { name: 'plugins', mountPath: '/plugins' };
/** What Pod Security `restricted` wants of a container in the pods of the default profile. */
const restricted: SecurityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const sidecar: Container = {
  name: 'exporter',
  image: 'example.com/exporter:1',
  securityContext: restricted,
};

function acmeWithVolumes(volumes: Volume[], mounts: VolumeMount[] = []): TenantSpec {
  return { ...acme, additionalVolumes: volumes, additionalVolumeMounts: mounts };
}

function acmeWithPod(pod: PodSettings): TenantSpec {
  return { ...acme, pod };
}

function withSecurity(securityContext: SecurityContext): Partial<Container> {
  return { securityContext: { ...restricted, ...securityContext } };
}

/** What `restricted` admits of no container. */
const unrestricted: [title: string, changes: Partial<Container>][] = [
  ['a way to more privileges', withSecurity({ allowPrivilegeEscalation: true })],
  ['capabilities that it keeps', withSecurity({ capabilities: { drop: ['NET_RAW'] } })],
  ['capabilities that it gets', withSecurity({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } })],
  ['root', withSecurity({ runAsUser: 0 })],
  ['leave to run as root', withSecurity({ runAsNonRoot: false })],
  ['no seccomp profile', withSecurity({ seccompProfile: { type: 'Unconfined' } })],
  ['no AppArmor profile', withSecurity({ appArmorProfile: { type: 'Unconfined' } })],
  ['all of /proc', withSecurity({ procMount: 'Unmasked' })],
  ['a user of SELinux', withSecurity({ seLinuxOptions: { user: 'system_u' } })],
  ['a type of SELinux that is for the host', withSecurity({ seLinuxOptions: { type: 'spc_t' } })],
  ['a process of the Windows host', withSecurity({ windowsOptions: { hostProcess: true } })],
  ['a port of the node', { ports: [{ containerPort: 9100, hostPort: 9100 }] }],
  [
    'a hook that asks another host',
    { lifecycle: { postStart: { httpGet: { host: 'example.com', port: 80 } } } },
  ],
];

/** Breaches of the rules about volumes and containers that the declaration brings. */
export const podPartBreaches: Breaches = {
  volume: [
    refused('a name with a dot', 'additionalVolumes[0].name', acmeWithVolumes([{ ...plugins, name: 'a.b' }])),
    ...['vol-0', 'logs', 'tmp', 'rustfs-tls-server'].map((name) =>
      refused(
        `the tenant's own ${name}`,
        'additionalVolumes[0].name',
        acmeWithVolumes([{ ...plugins, name }]),
      ),
    ),
    refused('a name twice', 'additionalVolumes[1].name', acmeWithVolumes([plugins, plugins])),
    refused('no source', 'additionalVolumes[0]', acmeWithVolumes([{ name: 'plugins' }])),
    refused('two sources', 'additionalVolumes[0]', acmeWithVolumes([{ ...plugins, emptyDir: {} }])),
    refused('a mount of nothing', 'additionalVolumeMounts[0].name', acmeWithVolumes([], [atPlugins])),
  ],
  'mount-path': [
    ...['plugins', '/a/../b', '/a//b', '/a:b'].map((mountPath) =>
      refused(
        `a volume at the odd ${mountPath}`,
        'additionalVolumeMounts[0].mountPath',
        acmeWithVolumes([plugins], [{ ...atPlugins, mountPath }]),
      ),
    ),
  ],
  'mount-overlap': [
    ...['/data', '/data/rustfs0/x', '/', '/tmp', '/usr/bin'].map((mountPath) =>
      refused(
        `a volume at ${mountPath}`,
        'additionalVolumeMounts[0].mountPath',
        acmeWithVolumes([plugins], [{ ...atPlugins, mountPath }]),
      ),
    ),
    refused(
      'two at one place, whoever runs it',
      'additionalVolumeMounts[1].mountPath',
      asOperator(acmeWithVolumes([plugins], [atPlugins, { ...atPlugins, mountPath: '/plugins/' }])),
    ),
    refused(
      'a volume inside another',
      'additionalVolumeMounts[1].mountPath',
      acmeWithVolumes([plugins], [atPlugins, { ...atPlugins, mountPath: '/plugins/more' }]),
    ),
  ],
  'pod-container': [
    refused(
      'the name of the server',
      'pod.containers[0].name',
      acmeWithPod({ containers: [{ ...sidecar, name: 'rustfs' }] }),
    ),
    refused(
      'a name with a dot',
      'pod.containers[0].name',
      acmeWithPod({ containers: [{ ...sidecar, name: 'a.b' }] }),
    ),
    refused(
      'a name twice',
      'pod.containers[0].name',
      acmeWithPod({ initContainers: [sidecar], containers: [sidecar] }),
    ),
    refused(
      'no image',
      'pod.initContainers[0].image',
      acmeWithPod({ initContainers: [{ name: 'wait', securityContext: restricted }] }),
    ),
    refused(
      'the port of S3',
      'pod.containers[0].ports[0].containerPort',
      acmeWithPod({ containers: [{ ...sidecar, ports: [{ containerPort: 9000 }] }] }),
    ),
    refused(
      'a volume that there is not',
      'pod.containers[0].volumeMounts[0].name',
      acmeWithPod({ containers: [{ ...sidecar, volumeMounts: [atPlugins] }] }),
    ),
    ...['logs', 'rustfs-tls-server', 'rustfs-other'].map((name) =>
      refused(
        `${name}, which this tenant has not`,
        'pod.containers[0].volumeMounts[0].name',
        acmeWithPod({ containers: [{ ...sidecar, volumeMounts: [{ name, mountPath: '/x' }] }] }),
      ),
    ),
    refused(
      'two mounts at one place',
      'pod.containers[0].volumeMounts[1].mountPath',
      acmeWithPod({
        containers: [
          { ...sidecar, volumeMounts: ['tmp', 'vol-0'].map((name) => ({ name, mountPath: '/x' })) },
        ],
      }),
    ),
    refused(
      'a port that there is not',
      'pod.containers[0].ports[0].containerPort',
      acmeWithPod({ containers: [{ ...sidecar, ports: [{ containerPort: 70000 }] }] }),
    ),
    refused(
      'the port of S3 before the server, for good',
      'pod.initContainers[0].ports[0].containerPort',
      acmeWithPod({
        initContainers: [{ ...sidecar, restartPolicy: 'Always', ports: [{ containerPort: 9000 }] }],
      }),
    ),
    refused(
      'a drive that there is not',
      'pod.containers[0].volumeMounts[0].name',
      acmeWithPod({ containers: [{ ...sidecar, volumeMounts: [{ name: 'vol-4', mountPath: '/x' }] }] }),
    ),
  ],
  'pod-security': [
    warned(
      'a container of which nothing is said',
      'pod.containers[0].securityContext',
      acmeWithPod({ containers: [{ name: 'exporter', image: 'example.com/exporter:1' }] }),
    ),
    ...unrestricted.map(([title, changes]) =>
      warned(
        `an init container with ${title}`,
        'pod.initContainers[0].securityContext',
        acmeWithPod({ initContainers: [{ ...sidecar, ...changes }] }),
      ),
    ),
  ],
  'pod-dns': [
    refused('no name server at all', 'pod.dnsPolicy', acmeWithPod({ dnsPolicy: 'None' })),
    refused("the node's name servers", 'pod.dnsPolicy', acmeWithPod({ dnsPolicy: 'Default' })),
  ],
  'object-name': [
    refused('a RuntimeClass', 'pod.runtimeClassName', acmeWithPod({ runtimeClassName: 'g visor' })),
  ],
  'missing-field': [
    refused(
      'a volume without a name',
      'additionalVolumes[0].name',
      undeclared({ ...acme, additionalVolumes: [{ emptyDir: {} }] }),
    ),
    refused(
      'a container without a name',
      'pod.containers[0].name',
      undeclared({
        ...acme,
        pod: { containers: [{ image: 'example.com/exporter:1', securityContext: restricted }] },
      }),
    ),
  ],
  compatibility: [
    refused('a container', 'pod.containers', asOperator(acmeWithPod({ containers: [sidecar] }))),
    refused(
      'an init container',
      'pod.initContainers',
      asOperator(acmeWithPod({ initContainers: [sidecar] })),
    ),
    refused('a user namespace', 'pod.hostUsers', asOperator(acmeWithPod({ hostUsers: false }))),
    refused(
      'a RuntimeClass',
      'pod.runtimeClassName',
      asOperator(acmeWithPod({ runtimeClassName: 'gvisor' })),
    ),
    refused('a DNS policy', 'pod.dnsPolicy', asOperator(acmeWithPod({ dnsPolicy: 'ClusterFirst' }))),
    refused('DNS settings', 'pod.dnsConfig', asOperator(acmeWithPod({ dnsConfig: {} }))),
  ],
};

/** Declarations about volumes and containers of which there is nothing to say. */
export const harmless: [title: string, spec: TenantSpec][] = [
  ['a volume', acmeWithVolumes([plugins], [atPlugins])],
  ['a volume beside those of the operator', asOperator(acmeWithVolumes([plugins], [atPlugins]))],
  [
    'a sidecar that reads a volume, a drive and the log',
    {
      ...acmeWithVolumes([plugins]),
      logging: { mode: 'emptydir' },
      pod: {
        containers: [
          {
            ...sidecar,
            volumeMounts: ['plugins', 'vol-3', 'logs'].map((name) => ({ name, mountPath: `/mnt/${name}` })),
          },
        ],
      },
    },
  ],
  [
    'a file of a volume among those of the system',
    acmeWithVolumes([plugins], [{ ...atPlugins, mountPath: '/etc/ssl/own.pem', subPath: 'own.pem' }]),
  ],
  [
    'a place that only an address could not have',
    acmeWithVolumes([plugins], [{ ...atPlugins, mountPath: '/srv/c++ files' }]),
  ],
  [
    "a container on the server's port before the server",
    acmeWithPod({ initContainers: [{ ...sidecar, ports: [{ containerPort: 9000 }] }] }),
  ],
  [
    'a container that may bind low ports under a profile of the node',
    acmeWithPod({
      containers: [
        {
          ...sidecar,
          ...withSecurity({
            capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
            seccompProfile: { type: 'Localhost', localhostProfile: 'exporter.json' },
            seLinuxOptions: { type: 'container_t', level: 's0:c1,c2' },
          }),
        },
      ],
    }),
  ],
  [
    'a container of which nothing is said, where the platform decides about security',
    {
      ...acmeWithPod({ containers: [{ name: 'exporter', image: 'example.com/exporter:1' }] }),
      securityContext: {},
      containerSecurityContext: {},
    },
  ],
  [
    'a container of which nothing is said, beside a server that would not be admitted either',
    {
      ...acmeWithPod({ containers: [{ name: 'exporter', image: 'example.com/exporter:1' }] }),
      securityContext: { runAsUser: 0 },
    },
  ],
  ['no containers at all, where the operator runs it', asOperator(acmeWithPod({ containers: [] }))],
  ["the node's name servers for a lone drive", { ...singleDrive, pod: { dnsPolicy: 'Default' } }],
  [
    'a name server of its own',
    acmeWithPod({ dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.0.10'] }, runtimeClassName: 'gvisor' }),
  ],
];
