import type { TenantSpec } from 'rustfs-constructs';
import { imageAcknowledgement } from '../../../lib/tenant/image';
import { refused, warned, type Breaches } from '../../support/breaches';
import { acme, acmeWithPool, asOperator, singleDrive } from '../../support/specs';

const zone = { topologyKey: 'topology.kubernetes.io/zone', count: 3 };
const spreadOverZones = { maxSkew: 1, topologyKey: zone.topologyKey, whenUnsatisfiable: 'DoNotSchedule' };
const localhost = { type: 'Localhost', localhostProfile: 'rustfs.json' };

function acmeWithDomain(failureDomain: typeof zone): TenantSpec {
  return { ...acme, placement: { drives: 'distinct', failureDomain } };
}

const pinnedBeta = `rustfs/rustfs:1.0.0-beta.8@sha256:${'0123456789abcdef'.repeat(4)}`;

/** Breaches of the rules about images and security. */
export const securityBreaches: Breaches = {
  image: [
    refused('no tag after the colon', 'image', { ...acme, image: 'rustfs/rustfs:' }),
    refused('a space', 'image', { ...acme, image: 'rustfs/rustfs 1.0.0' }),
  ],
  'image-incompatible': [
    refused('an alpha', 'image', { ...acme, image: 'rustfs/rustfs:1.0.0-alpha.5' }),
    refused(
      'an early beta, whoever vouches for it',
      'image',
      asOperator({
        ...acme,
        image: 'rustfs/rustfs:1.0.0-beta.8',
        annotations: { [imageAcknowledgement]: 'rustfs/rustfs:1.0.0-beta.8' },
      }),
    ),
    refused('an early beta with a digest', 'image', { ...acme, image: pinnedBeta }),
    warned(
      'an early beta with a digest, which the operator runs when it is vouched for',
      'image',
      asOperator({ ...acme, image: pinnedBeta, annotations: { [imageAcknowledgement]: pinnedBeta } }),
    ),
  ],
  'image-unverified': [
    refused('a release candidate', 'image', asOperator({ ...acme, image: 'rustfs/rustfs:1.0.0-rc.3' })),
    refused('a repository of your own', 'image', asOperator({ ...acme, image: 'example.com/rustfs:1.0.0' })),
    refused(
      'vouched for as another text',
      'image',
      asOperator({
        ...acme,
        image: 'example.com/rustfs:1.0.0',
        annotations: { [imageAcknowledgement]: 'example.com/rustfs' },
      }),
    ),
  ],
  'image-floating': [
    warned('latest', 'image', { ...acme, image: 'rustfs/rustfs:latest' }),
    warned('no tag', 'image', { ...acme, image: 'rustfs/rustfs' }),
  ],
  'security-profile': [
    refused('an unknown type', 'securityContext.seccompProfile.type', {
      ...acme,
      securityContext: { seccompProfile: { type: 'Default' } },
    }),
    refused('no file', 'securityContext.seccompProfile', {
      ...acme,
      securityContext: { seccompProfile: { type: 'Localhost' } },
    }),
    refused(
      'a file that is not used',
      'pools[0].securityContext.seccompProfile.localhostProfile',
      acmeWithPool({ securityContext: { seccompProfile: { ...localhost, type: 'Unconfined' } } }),
    ),
    ...['/etc/rustfs.json', '../rustfs.json', 'a/../b', ' '].map((localhostProfile) =>
      refused(
        `a file at ${JSON.stringify(localhostProfile)}`,
        'containerSecurityContext.seccompProfile.localhostProfile',
        { ...acme, containerSecurityContext: { seccompProfile: { type: 'Localhost', localhostProfile } } },
      ),
    ),
    ...['', ' rustfs', 'x'.repeat(4096)].map((localhostProfile) =>
      refused(
        `AppArmor by a name of ${localhostProfile.length} characters`,
        'pools[0].containerSecurityContext.appArmorProfile.localhostProfile',
        acmeWithPool({
          containerSecurityContext: { appArmorProfile: { type: 'Localhost', localhostProfile } },
        }),
      ),
    ),
  ],
  'security-id': [
    refused('a user below 0', 'securityContext.runAsUser', { ...acme, securityContext: { runAsUser: -1 } }),
    refused('a group beyond 31 bits', 'securityContext.fsGroup', {
      ...acme,
      securityContext: { fsGroup: 2_147_483_648 },
    }),
    refused(
      'a group of the container',
      'pools[0].containerSecurityContext.runAsGroup',
      acmeWithPool({ containerSecurityContext: { runAsGroup: -1 } }),
    ),
  ],
  'security-root': [
    refused('user 0 that may not be', 'pools[0]', {
      ...acme,
      securityContext: { runAsUser: 0, runAsNonRoot: true },
    }),
    refused('user 0 of a pool that the tenant forbids', 'pools[0]', {
      ...acmeWithPool({ securityContext: { runAsUser: 0 } }),
      securityContext: { runAsNonRoot: true },
    }),
  ],
};

/** Breaches of the rules about placement, probes and Services, and of the promise of compatibility mode. */
export const podBreaches: Breaches = {
  'failure-domain': [
    refused('zones that the pool may not run in', 'pools[0]', {
      ...acmeWithPool({ nodeSelector: { zone: 'a' } }),
      placement: { drives: 'distinct', failureDomain: { topologyKey: 'zone', count: 4 } },
    }),
    refused(
      'the same constraint twice',
      'pools[0].topologySpreadConstraints[1]',
      acmeWithPool({
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
          { maxSkew: 2, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
        ],
      }),
    ),
    refused(
      'no skew at all',
      'pools[0].topologySpreadConstraints[0]',
      acmeWithPool({
        topologySpreadConstraints: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
      }),
    ),
    warned('more domains than servers', 'pools[0].servers', {
      ...acme,
      placement: { drives: 'distinct', failureDomain: { topologyKey: 'zone', count: 5 } },
    }),
    refused(
      'a key that no node has',
      'placement.failureDomain.topologyKey',
      acmeWithDomain({ ...zone, topologyKey: 'my zone' }),
    ),
    refused('a pool that spreads itself', 'pools[0].topologySpreadConstraints[0]', {
      ...acmeWithPool({ topologySpreadConstraints: [spreadOverZones] }),
      placement: { drives: 'distinct', failureDomain: zone },
    }),
  ],
  resources: [
    refused(
      'a request above its limit',
      'pools[0].resources.requests.memory',
      acmeWithPool({ resources: { requests: { memory: '4Gi' }, limits: { memory: '4G' } } }),
    ),
  ],
  lifecycle: [
    refused('a sleep beyond the time to stop', 'lifecycle.preStop.sleep.seconds', {
      ...acme,
      lifecycle: { preStop: { sleep: { seconds: 100 } } },
    }),
    refused('no sleep at all', 'lifecycle.preStop.sleep.seconds', {
      ...acme,
      lifecycle: { preStop: { sleep: { seconds: 0 } } },
    }),
    refused('a hook that does nothing', 'lifecycle.postStart', { ...acme, lifecycle: { postStart: {} } }),
    refused('a hook that does two things', 'lifecycle.preStop', {
      ...acme,
      lifecycle: { preStop: { sleep: { seconds: 1 }, exec: { command: ['true'] } } },
    }),
  ],
  'grace-period': [
    warned('a sleep that fills the time to stop', 'lifecycle.preStop', {
      ...acme,
      lifecycle: { preStop: { sleep: { seconds: 60 } } },
    }),
    warned('a sleep that leaves a moment', 'lifecycle.preStop', {
      ...acme,
      lifecycle: { preStop: { sleep: { seconds: 51 } } },
    }),
    warned('a command that sleeps', 'lifecycle.preStop', {
      ...acme,
      lifecycle: { preStop: { exec: { command: ['/bin/sleep', '55s'] } } },
    }),
    warned('a shell that sleeps twice', 'lifecycle.preStop', {
      ...acme,
      lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 30; touch /tmp/x && sleep 25'] } } },
    }),
    warned('a minute of it', 'lifecycle.preStop', {
      ...acme,
      lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 1m'] } } },
    }),
    warned("a time to stop that the profile's own sleep fills", 'pod.terminationGracePeriodSeconds', {
      ...acme,
      pod: { terminationGracePeriodSeconds: 5 },
    }),
    warned('no time to stop', 'pod.terminationGracePeriodSeconds', {
      ...acme,
      pod: { terminationGracePeriodSeconds: 0 },
    }),
    warned("Kubernetes' own time, filled in compatibility mode", 'lifecycle.preStop', {
      ...asOperator(acme),
      lifecycle: { preStop: { sleep: { seconds: 25 } } },
    }),
  ],
  'probe-timings': [
    warned('too short a start', 'probes.startup', { ...acme, probes: { startup: { failureThreshold: 35 } } }),
    warned('too little time to answer', 'probes.readiness.timeoutSeconds', {
      ...acme,
      probes: { readiness: { timeoutSeconds: 3 } },
    }),
    warned('too few failures before a server leaves the Services', 'probes.readiness', {
      ...acme,
      probes: { readiness: { failureThreshold: 5 } },
    }),
    warned('periods that come too fast for the failures', 'probes.readiness', {
      ...acme,
      probes: { readiness: { periodSeconds: 1, timeoutSeconds: 4 } },
    }),
  ],
  'service-settings': [
    refused('a load balancer class of a ClusterIP', 'services.io.loadBalancerClass', {
      ...acme,
      services: { io: { loadBalancerClass: 'a' } },
    }),
    refused('a traffic policy of a ClusterIP', 'services.console.externalTrafficPolicy', {
      ...acme,
      services: { console: { externalTrafficPolicy: 'Local' } },
    }),
    refused('source ranges of a NodePort', 'services.io.loadBalancerSourceRanges', {
      ...acme,
      services: { io: { type: 'NodePort', loadBalancerSourceRanges: ['10.0.0.0/8'] } },
    }),
    ...['10.0.0.0', '10.0.0.0/33', '10.0.0.256/8', '10.0.0/8', '::/129', 'all', '10.0.0.0/8/8'].map((range) =>
      refused(`the range ${range}`, 'services.io.loadBalancerSourceRanges[0]', {
        ...acme,
        services: { io: { type: 'LoadBalancer', loadBalancerSourceRanges: [range] } },
      }),
    ),
  ],
  compatibility: [
    refused(
      'one server per node',
      'placement.perNode',
      asOperator({ ...acme, placement: { drives: 'distinct', perNode: 'required' } }),
    ),
    refused('failure domains', 'placement.failureDomain', asOperator(acmeWithDomain(zone))),
    refused('shared drives', 'placement.drives', asOperator({ ...acme, placement: { drives: 'shared' } })),
    refused('probes', 'probes', asOperator({ ...acme, probes: { liveness: { periodSeconds: 20 } } })),
    refused('Services', 'services', asOperator({ ...acme, services: { io: { type: 'NodePort' } } })),
    refused('the binary', 'pod.entrypoint', asOperator({ ...acme, pod: { entrypoint: 'binary' } })),
    refused('the anchor', 'pod.endpointAnchor', asOperator({ ...acme, pod: { endpointAnchor: true } })),
    refused(
      'the grace period',
      'pod.terminationGracePeriodSeconds',
      asOperator({ ...acme, pod: { terminationGracePeriodSeconds: 60 } }),
    ),
    refused(
      'the time to be ready',
      'pod.minReadySeconds',
      asOperator({ ...acme, pod: { minReadySeconds: 0 } }),
    ),
    refused('scratch space', 'pod.scratchSize', asOperator({ ...acme, pod: { scratchSize: '2Gi' } })),
    refused(
      'claim retention',
      'claimRetention',
      asOperator({ ...acme, claimRetention: { whenDeleted: 'Retain' } }),
    ),
    refused('another manager', 'managedBy', asOperator({ ...acme, managedBy: 'argo-cd' })),
    refused('a canary', 'pools[0].updatePartition', asOperator(acmeWithPool({ updatePartition: 1 }))),
  ],
};

/** Declarations about which there is nothing to say. */
export const harmless: readonly [title: string, spec: TenantSpec][] = [
  [
    'a sleep that leaves RustFS what it takes to stop',
    { ...acme, lifecycle: { preStop: { sleep: { seconds: 50 } } } },
  ],
  [
    'a command that only speaks of sleep',
    {
      ...acme,
      lifecycle: { preStop: { exec: { command: ['sh', '-c', 'touch /tmp/no-sleep 60; ./sleeper 99'] } } },
    },
  ],
  [
    'an early beta where seccomp is another',
    { ...acme, image: 'rustfs/rustfs:1.0.0-beta.8', securityContext: { seccompProfile: localhost } },
  ],
  [
    'an image that is vouched for',
    asOperator({
      ...acme,
      image: 'example.com/rustfs:1.0.0',
      annotations: { [imageAcknowledgement]: 'example.com/rustfs:1.0.0' },
    }),
  ],
  ['a release with a v before its version', asOperator({ ...acme, image: 'rustfs/rustfs:v1.0.0' })],
  ['a release candidate in the default profile', { ...acme, image: 'rustfs/rustfs:1.0.0-rc.3' }],
  ['an empty image, which is none', asOperator({ ...acme, image: '' })],
  ['user 0 that nothing forbids', { ...acme, securityContext: { runAsUser: 0 } }],
  ['security left to the platform', { ...acme, securityContext: {}, containerSecurityContext: {} }],
  ['failure domains', acmeWithDomain(zone)],
  [
    'a soft spread beside failure domains',
    {
      ...acmeWithPool({
        topologySpreadConstraints: [{ ...spreadOverZones, whenUnsatisfiable: 'ScheduleAnyway' }],
      }),
      placement: { drives: 'distinct', failureDomain: zone },
    },
  ],
  [
    'a request equal to its limit',
    acmeWithPool({ resources: { requests: { cpu: '0.5' }, limits: { cpu: '500m' } } }),
  ],
  [
    'a single server that leaves the Services soon',
    { ...singleDrive, probes: { readiness: { failureThreshold: 1 } } },
  ],
  ['probes that come half as often', { ...acme, probes: { readiness: { periodSeconds: 10 } } }],
  ['a start of three minutes', { ...acme, probes: { startup: { periodSeconds: 10, failureThreshold: 18 } } }],
  [
    'a load balancer',
    {
      ...acme,
      services: {
        io: {
          type: 'LoadBalancer',
          loadBalancerClass: 'a',
          externalTrafficPolicy: 'Local',
          loadBalancerSourceRanges: ['10.0.0.0/8', '2001:db8::/32', '::/0'],
        },
      },
    },
  ],
  [
    "what compatibility mode says is the operator's own",
    asOperator({
      ...acme,
      placement: { drives: 'distinct', perNode: 'none' },
      pod: { entrypoint: 'image', endpointAnchor: false },
    }),
  ],
];
