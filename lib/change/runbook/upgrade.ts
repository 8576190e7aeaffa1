import type { TenantSpec } from '../../tenant/spec';
import { checkTenant } from '../../tenant/check';
import {
  applyAll,
  noMovement,
  readyFirst,
  restartNotice,
  seeNothingLeft,
  settled,
  whenReady,
} from './commands';
import { featureGates } from './feature-gates';
import { refuse, type RunbookResult } from './refuse';
import type { Step } from './runbook';
import { whileOneRestarts } from './spared';
import { statefulSetsOf, subjectOf, tenantSelector, type Subject, type SubjectOptions } from './subject';
import { compareVersions, versionOf } from './versions';

/** Another image: one server first, then pool after pool. */
export function upgradeRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  { image }: { readonly image?: string },
): RunbookResult {
  const before = subjectOf(spec, options);
  const former = before.pools[0]?.image ?? '';
  if (image === undefined || image === former) {
    return refuse(
      'image',
      `The tenant has the image ${former}.`,
      'Say --image with the one that it is to have.',
    );
  }
  const errors = checkTenant({ ...spec, image }).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { problems: errors };
  const [from, to] = [versionOf(former), versionOf(image)];
  const isBack = from !== undefined && to !== undefined && compareVersions(to, from) < 0;
  const table = featureGates(isBack ? to : from, isBack ? from : to);
  return {
    title: `${isBack ? 'Go back' : 'Upgrade'} ${spec.namespace}/${spec.name} from ${former} to ${image}`,
    summary: [
      'First one server, then the rest of its pool, then pool after pool, by the partition of each StatefulSet: so few servers of different versions work together at a time.',
      whileOneRestarts(before),
      restartNotice,
      'RustFS changes no data on disk when it starts, unless a release says so. Read its notes for every version in between.',
      'Some ways have no way back: a release that writes the wrapped keys of SSE in its new form must not run beside an older one. Stop all writes before it, upgrade every server, and never go back (rustfs/rustfs docs/operations/rolling-restart.md).',
      ...(isBack
        ? [
            '**This goes to an older version.** RustFS does not promise that it reads what the newer one has written.',
          ]
        : []),
    ],
    requirements: [
      ...(isBack
        ? [
            {
              text: `The notes of every release after ${to}, up to ${from}, say nothing against the way back, and there is a backup of what must not be lost.`,
            },
          ]
        : []),
      noMovement,
      {
        text: 'Nobody changes KMS keys or settings meanwhile (rustfs/rustfs docs/operations/kms-admin-contract.md).',
      },
      {
        text: 'RUSTFS_DATA_MOVEMENT_PART_CHECKSUMS_WRITE and RUSTFS_POOL_META_V2_WRITE are not set while versions are mixed.',
        commands: [
          `rustfs-tenant render ${options.file} | grep -c -e PART_CHECKSUMS_WRITE -e POOL_META_V2_WRITE   # 0`,
        ],
      },
    ],
    tables: table.rows.length === 0 ? [] : [table],
    steps: [
      readyFirst(before),
      ...spec.pools.flatMap((_, i) => poolSteps(spec, options, { image, isBack }, i)),
      seeNothingLeft(subjectOf(released({ ...spec, image }, spec.pools.length), options)),
    ],
  };
}

/** The image that the servers get, and whether it is older than the one that they have. */
interface Target {
  readonly image: string;
  readonly isBack: boolean;
}

function poolSteps(spec: TenantSpec, options: SubjectOptions, target: Target, index: number): Step[] {
  const upgraded = { ...spec, image: target.image };
  const servers = spec.pools[index]?.servers ?? 1;
  const isLast = index === spec.pools.length - 1;
  const whole = subjectOf(released(upgraded, index + 1), options);
  if (index > 0 || servers === 1) return [poolStep(whole, index, isLast, target, [])];
  const canary = subjectOf(released(upgraded, 0, servers - 1), options);
  return [
    canaryStep(canary, target),
    poolStep(whole, index, isLast, target, ['Watch the first server for as long as you need to trust it.']),
  ];
}

/** The first pools updated whole, the next down to an ordinal, the others not at all. */
function released(spec: TenantSpec, whole: number, partition?: number): TenantSpec {
  return {
    ...spec,
    pools: spec.pools.map(({ updatePartition: _partition, ...pool }, i) =>
      i < whole
        ? pool
        : { ...pool, updatePartition: i === whole && partition !== undefined ? partition : pool.servers },
    ),
  };
}

function canaryStep(subject: Subject, { image, isBack }: Target): Step {
  const [first, ...others] = subject.pools;
  const [pool] = [first].filter((each) => each !== undefined);
  const name = pool?.name ?? '';
  const pod = `${pool?.statefulSet ?? ''}-${(pool?.servers ?? 1) - 1}`;
  return {
    title: `${isBack ? 'Go back with' : 'Upgrade'} one server: ${pod}`,
    text: `In ${subject.file}: image: ${image}, updatePartition: ${pool?.partition ?? 0} for ${name}${others
      .map((other) => `, updatePartition: ${other.partition} for ${other.name}`)
      .join('')}. Commit and apply.`,
    by: whenReady(applyAll(subject)),
    objects: statefulSetsOf(subject, subject.pools),
    check: {
      commands: [
        `kubectl wait pod/${pod} -n ${subject.spec.namespace} --for=condition=Ready --timeout=30m`,
        `kubectl get pod ${pod} -n ${subject.spec.namespace} -o jsonpath='{.spec.containers[0].image}{"\\n"}'   # ${image}`,
        `kubectl logs ${pod} -n ${subject.spec.namespace} -c rustfs --tail=50`,
        'healthy',
      ],
      expect: 'the pod is ready with the new image, its log shows no errors, and the last line is 200.',
    },
    back: 'Put image and partitions back and apply: that one server restarts with the old image.',
  };
}

function poolStep(
  subject: Subject,
  index: number,
  isLast: boolean,
  { image, isBack }: Target,
  more: readonly string[],
): Step {
  const pools = subject.pools.slice(index, index + 1);
  const name = pools[0]?.name ?? '';
  return {
    title: `${isBack ? 'Go back with' : 'Upgrade'} the ${index === 0 && more.length > 0 ? 'rest' : 'servers'} of ${name}`,
    text: [
      ...more,
      `In ${subject.file}: image: ${image}, and take updatePartition out of ${name}${isLast ? '' : '; the pools after it keep theirs, which is their number of servers'}. Commit and apply.`,
    ].join(' '),
    by: whenReady(applyAll(subject)),
    objects: statefulSetsOf(subject, pools),
    check: {
      commands: [
        ...settled(subject, pools).commands,
        `kubectl get pods -n ${subject.spec.namespace} -l ${tenantSelector(subject)} -o custom-columns='NAME:.metadata.name,IMAGE:.spec.containers[0].image,READY:.status.containerStatuses[0].ready'`,
      ],
      expect: `the rollout is complete, the health check prints 200, and the servers of ${name} have the new image. Write and read an object.`,
    },
    back: 'Put the image back and apply: the servers restart one at a time. Not after a release that must not be mixed.',
  };
}
