import type { TenantSpec } from '../../tenant/spec';
import { poolAddress } from '../address';
import { noMovement, pause, readyFirst, resume } from './commands';
import { issueCertificates } from './issue-certificates';
import { refuse, whyNotTogether, type RunbookResult } from './refuse';
import type { Requirement } from './runbook';
import { schemeOf, subjectOf, type Subject, type SubjectOptions } from './subject';
import { restartTogether } from './together';

/** HTTPS between the servers turned on or off. The declaration is the new one, the lock has the old addresses. */
export function tlsRunbook(spec: TenantSpec, options: SubjectOptions): RunbookResult {
  return readdressRunbook(spec, options, 'scheme');
}

/** Another cluster domain. The declaration is the new one, the lock has the old addresses. */
export function clusterDomainRunbook(spec: TenantSpec, options: SubjectOptions): RunbookResult {
  return readdressRunbook(spec, options, 'domain');
}

function readdressRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  part: 'scheme' | 'domain',
): RunbookResult {
  const subject = subjectOf(spec, options);
  const changed = changedAddresses(subject);
  if (options.locked === undefined || changed.length === 0) {
    return refuse(
      part === 'scheme' ? 'tls' : 'clusterDomain',
      'The declaration has the addresses that the lock has, or there is no lock: nothing would change.',
      `Give the declaration as it is to be, and the lock of how it is.`,
    );
  }
  const others = changed.flatMap(({ parts }) => parts).filter((each) => each !== part);
  if (others.length > 0) {
    return refuse(
      'pools',
      `More of the addresses would change than the ${part}: ${[...new Set(others)].join(', ')}.`,
      'Change one thing at a time; rustfs-tenant check says what of the rest can change at all.',
    );
  }
  const refused = whyNotTogether(subject);
  if (refused !== undefined) return refused;
  const isOn = schemeOf(subject) === 'https';
  const what = part === 'scheme' ? `Turn HTTPS ${isOn ? 'on' : 'off'} for` : 'Change the cluster domain of';
  const command = part === 'scheme' ? 'tls' : 'cluster-domain';
  return {
    title: `${what} ${spec.namespace}/${spec.name}`,
    summary: [
      part === 'scheme'
        ? 'Servers that speak http and https cannot talk to each other, so all of them stop, and all start with the new addresses. Clients change from one scheme to the other at the same time.'
        : 'Servers at the old and the new addresses do not find each other, so all of them stop, and all start with the new addresses.',
      'The tenant is down from the first server that stops until all are back. Announce it.',
      'RustFS knows a pool by the text of its address: with new addresses it forgets the decommissions that it has on record, so there must be none.',
    ],
    requirements: [
      {
        text: 'No rebalance is running, and no pool has a decommission on record, not even a finished one.',
        commands: [
          `admin GET v3/pools/list | jq '[.[] | select(.decommissionInfo != null)] | length'   # 0`,
          ...noMovement.commands.slice(1),
        ],
      },
      ...(part === 'scheme' && isOn ? certificates(subject) : []),
    ],
    tables: [],
    steps: [
      readyFirst(subject),
      pause(subject),
      {
        title: 'Take the new addresses into the lock, render, and commit',
        text: 'The one way in which the lock takes new addresses. With the first step done, nothing applies the commit by itself.',
        commands: [
          `rustfs-tenant runbook ${command} ${options.file} --record`,
          `rustfs-tenant render ${options.file} --out deploy`,
          `git add -A && git commit -m '${what} ${spec.namespace}/${spec.name}'`,
        ],
        check: {
          commands: [`rustfs-tenant check ${options.file}`],
          expect: 'it finds no error.',
        },
        back: 'git revert the commit.',
      },
      ...(part === 'scheme' && isOn ? issueCertificates(subject) : []),
      ...restartTogether(
        subject,
        'git revert the commit with the lock in it, and do the steps again from the stop on: the old addresses are as good as before, as long as no decommission was started.',
      ),
      {
        title: 'See that RustFS has the pools at their new addresses',
        check: {
          commands: [`admin GET v3/pools/list | jq -r '.[].cmdline'`],
          expect: `it lists ${changed.map(({ volumes }) => volumes).join(' and ')}.`,
        },
        back: 'As in the step before.',
      },
      resume(subject),
    ],
  };
}

interface ChangedAddress {
  readonly volumes: string;
  readonly parts: readonly string[];
}

function changedAddresses({ locked, pools }: Subject): ChangedAddress[] {
  return pools.flatMap((pool) => {
    const known = locked?.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    if (known === undefined || known.volumes === pool.volumes) return [];
    const [before, now] = [poolAddress(known.volumes), poolAddress(pool.volumes)];
    if (before?.kind !== 'url' || now?.kind !== 'url') return [{ volumes: pool.volumes, parts: ['address'] }];
    const fields = [
      'scheme',
      'statefulSet',
      'servers',
      'service',
      'namespace',
      'domain',
      'port',
      'path',
    ] as const;
    return [{ volumes: pool.volumes, parts: fields.filter((field) => before[field] !== now[field]) }];
  });
}

/** Secrets that are somebody else's have to be there already; those of cert-manager come in a step of their own. */
function certificates({ objects, spec, pools }: Subject): Requirement[] {
  if (objects.some(({ kind }) => kind === 'Certificate')) return [];
  const secrets = [
    ...new Set(
      [
        spec.tls?.certManager?.secretName,
        ...(spec.tls?.certificates ?? []).map(({ certManager }) => certManager.secretName),
      ].filter((name) => name !== undefined),
    ),
  ];
  return [
    {
      text: `The certificate is there, and has the names of all servers (*.${pools[0]?.service ?? ''}.${spec.namespace}.svc...) and of the Services that clients use.`,
      commands: secrets.map(
        (secret) =>
          `kubectl get secret ${secret} -n ${spec.namespace} -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -enddate -ext subjectAltName`,
      ),
    },
  ];
}
