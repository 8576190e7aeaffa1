import type { PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';
import type { TenantSpec } from 'rustfs-constructs';
import { adopt, declared, refusals } from '../support/adoptions';
import { chartObjects } from '../support/chart';
import { container, podTemplate } from '../support/composed';
import { kubectlList } from '../support/live';
import { podSpec, server, setsWith, withSets } from '../support/live-changes';

/** What is declared of servers with these contexts. */
function adopted(pod: object, own: object, initContainers: object[] = []): TenantSpec {
  const live = setsWith(
    chartObjects({ logDirectory: '' }),
    [[...podSpec, 'securityContext'], pod],
    [[...podSpec, 'initContainers'], initContainers],
    [[...server, 'securityContext'], own],
  );
  return declared(adopt(kubectlList(live)));
}

function contexts(spec: TenantSpec): [PodSecurityContext | undefined, SecurityContext | undefined] {
  return [podTemplate(spec, 0).spec?.securityContext, container(spec, 0).securityContext];
}

const nobody = { runAsUser: undefined, runAsGroup: undefined, fsGroup: undefined };
const ids = { runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 };

describe('The user of a server that is adopted', () => {
  test.each<[string, object, object]>([
    ['OpenShift with the chart', {}, { runAsNonRoot: true, readOnlyRootFilesystem: true }],
    ['a pod that says nothing', {}, {}],
    ['a pod that may not be root', { runAsNonRoot: true }, {}],
  ])("stays the platform's: %s", (_, pod, own) => {
    const spec = adopted(pod, own);
    expect([spec.securityContext, spec.containerSecurityContext]).toEqual([{}, {}]);
    expect(contexts(spec)).toEqual([
      expect.not.objectContaining(ids),
      expect.not.objectContaining({ runAsUser: 10001 }),
    ]);
    expect({ ...nobody, ...contexts(spec)[0] }).toMatchObject(nobody);
  });

  test.each<[string, object, object, object, object]>([
    ['ids of the pod', ids, {}, ids, {}],
    ['other ids of the pod', { ...ids, runAsUser: 1000 }, {}, { ...ids, runAsUser: 1000 }, {}],
    ['a group for the files alone', { fsGroup: 1000 }, {}, { ...nobody, fsGroup: 1000 }, {}],
    [
      'ids of the container',
      { fsGroup: 1000 },
      { runAsUser: 1000 },
      { ...nobody, fsGroup: 1000 },
      { runAsUser: 1000 },
    ],
    ['ids of both', ids, { runAsUser: 1000 }, ids, { runAsUser: 1000 }],
  ])('stays where it is said: %s', (_, pod, own, expectedPod, expectedOwn) => {
    const [podContext, context] = contexts(adopted(pod, own));
    expect({ ...nobody, ...podContext }).toMatchObject(expectedPod);
    expect(context).toMatchObject(expectedOwn);
  });

  test("is the default profile's when it is so already, without a word about it", () => {
    const spec = adopted(ids, {});
    expect([spec.securityContext, spec.containerSecurityContext, spec.pools[0]?.securityContext]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('A pod that started will start again', () => {
  const root = { name: 'owner', image: 'busybox', command: ['chown'], securityContext: { runAsUser: 0 } };

  test.each<[string, object, object, object[], boolean | undefined]>([
    ['an image that names its user, which is no proof to the kubelet', {}, {}, [], false],
    ['an init container that is root', ids, {}, [root], false],
    ['no root', ids, {}, [], true],
    ["the platform's user, who may not be root", {}, { runAsNonRoot: true }, [], undefined],
  ])('with %s', (_, pod, own, initContainers, runAsNonRoot) => {
    const [podContext, context] = contexts(adopted(pod, own, initContainers));
    expect(podContext?.runAsNonRoot).toBe(runAsNonRoot);
    const isForbidden = context?.runAsNonRoot ?? podContext?.runAsNonRoot ?? false;
    expect(isForbidden).toBe(Object.hasOwn(own, 'runAsNonRoot') || runAsNonRoot === true);
  });

  test("with root, who reads others' files by a capability that it keeps", () => {
    expect(contexts(adopted({ runAsUser: 0 }, {}))[1]?.capabilities).toEqual({ drop: [] });
    expect(contexts(adopted({ runAsUser: 0 }, { capabilities: { drop: ['ALL'] } }))[1]?.capabilities).toEqual(
      { drop: ['ALL'] },
    );
  });

  test('with all rights that it had', () => {
    expect(contexts(adopted(ids, { privileged: true }))[1]).toMatchObject({
      privileged: true,
      allowPrivilegeEscalation: true,
    });
  });
});

describe('What prepares a drive', () => {
  const makes = { name: 'init-step', image: 'busybox', command: ['sh', '-c', 'mkdir -p /data'] };

  test.each<[string, object, number]>([
    ['makes directories goes', makes, 0],
    [
      'does more under the same name stays',
      { ...makes, command: ['sh', '-c', 'mkdir -p /data; mv /a /data'] },
      1,
    ],
    ['has another name stays', { ...makes, name: 'unlock' }, 1],
  ])('and %s', (_, one, count) => {
    expect(adopted(ids, {}, [one]).pod?.initContainers ?? []).toHaveLength(count);
  });
});

describe('An emptyDir', () => {
  const live = (name: string, more: object = {}, mounts: object[] = []) =>
    setsWith(
      chartObjects({ pools: [{ replicas: 4, drives: 1 }], logDirectory: '' }),
      [[...podSpec, 'volumes'], [{ name, emptyDir: {} }]],
      [
        [...server, 'volumeMounts'],
        [{ name: 'data', mountPath: '/data' }, { name, mountPath: '/tmp' }, ...mounts],
      ],
      [[...podSpec, 'initContainers'], [{ name: 'other', image: 'busybox', ...more }]],
    );

  test.each(['tmp', 'scratch'])("called %s at /tmp is taken for the default profile's", (name) => {
    const adoption = adopt(kubectlList(live(name)));
    const spec = declared(adoption);
    expect([spec.additionalVolumes, spec.additionalVolumeMounts]).toEqual([undefined, undefined]);
    expect(container(spec, 0).volumeMounts).toEqual([
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
    ]);
  });

  test.each([
    ['keeps the size that it may have', { sizeLimit: '5Gi' }, '5Gi'],
    ["has the profile's where it says none", { sizeLimit: '0' }, '1Gi'],
  ])('at /tmp %s', (_, emptyDir, sizeLimit) => {
    const spec = declared(
      adopt(withSets(live('scratch'), [...podSpec, 'volumes'], [{ name: 'scratch', emptyDir }])),
    );
    expect(podTemplate(spec).spec?.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit } }]);
  });

  test('of the name that the profile gives may be shared with other containers', () => {
    const shared = { volumeMounts: [{ name: 'tmp', mountPath: '/work' }] };
    expect(adopt(kubectlList(live('tmp', shared))).problems).toEqual([]);
  });

  test.each<[string, object[]]>([
    [
      'is shared under another name',
      live('scratch', { volumeMounts: [{ name: 'scratch', mountPath: '/work' }] }),
    ],
    ['is mounted twice', live('scratch', {}, [{ name: 'scratch', mountPath: '/work' }])],
  ])('that %s is another one', (_, objects) => {
    expect(refusals(adopt(kubectlList(objects)))).toEqual([
      'additionalVolumeMounts[0].mountPath [mount-overlap]',
    ]);
  });

  test('at /tmp is not a claim there', () => {
    const volumes = [{ name: 'scratch', persistentVolumeClaim: { claimName: 'scratch' } }];
    expect(refusals(adopt(withSets(live('scratch'), [...podSpec, 'volumes'], volumes)))).toEqual([
      'additionalVolumeMounts[0].mountPath [mount-overlap]',
    ]);
  });

  test('for the log is the one of logging', () => {
    const logs = { logs: { mountPath: '/var/log/rustfs' } };
    const objects = setsWith(
      chartObjects({
        pools: [{ replicas: 4, drives: 1 }],
        logDirectory: '',
        config: { RUSTFS_OBS_LOG_DIRECTORY: logs.logs.mountPath },
      }),
      [[...podSpec, 'volumes'], [{ name: 'logs', emptyDir: {} }]],
      [[...server, 'volumeMounts', 1], { name: 'logs', ...logs.logs }],
    );
    expect(declared(adopt(kubectlList(objects))).logging).toEqual({ mode: 'emptydir', ...logs.logs });
  });
});
