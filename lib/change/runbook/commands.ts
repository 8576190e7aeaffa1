import { itemsAt, textAt } from '../fields';
import { objectsIn } from '../objects';
import type { ObservedPool } from '../observed-pool';
import type { Step } from './runbook';
import { tenantSelector, type Subject } from './subject';

/**
 * Shell functions that the commands use: calls from inside a server, with its own address, trust and credentials, so
 * that none of them leaves the pod. The image has curl (server contract 3.2).
 */
export function functions(subject: Subject, avoided: AvoidedServer = {}): string[] {
  const { spec, pools } = subject;
  const pool = pools.find(({ name }) => name !== avoided.pool) ?? pools[0];
  const ordinal = pool?.name === avoided.pool && avoided.server === 0 ? 1 : 0;
  const exec = `-n ${spec.namespace} ${pool?.statefulSet ?? ''}-${ordinal} -c rustfs -- sh -c`;
  const host = `$(hostname).${pool?.service ?? ''}.${spec.namespace}.svc.${clusterDomain(subject)}`;
  const server = [
    // A server with certificates speaks https only, and under the name by which its peers call it.
    `s="\${RUSTFS_TLS_PATH:+https}"`,
    `u="\${s:-http}://\${RUSTFS_LOCAL_ENDPOINT_HOST:-${host}}:9000"`,
    `t=""`,
    `[ -f "$RUSTFS_TLS_PATH/ca.crt" ] && t="--cacert $RUSTFS_TLS_PATH/ca.crt"`,
    `[ -f "$RUSTFS_TLS_PATH/client_cert.pem" ] && t="$t --cert $RUSTFS_TLS_PATH/client_cert.pem --key $RUSTFS_TLS_PATH/client_key.pem"`,
    // Not every curl hashes bodies for S3, and RustFS asks for the header (server contract 12.1).
    `h="x-amz-content-sha256: UNSIGNED-PAYLOAD"`,
    `r="aws:amz:\${RUSTFS_REGION:-us-east-1}:s3"`,
    // curl reads credentials and bodies as quoted texts of its configuration, so they are no arguments of a process.
    `q() { sed "s/[\\\\\\\\\\"]/\\\\\\\\&/g"; }`,
    `user() { printf "user=\\"%s\\"\\n" "$(printf "%s:%s" "$RUSTFS_ACCESS_KEY" "$RUSTFS_SECRET_KEY" | q)"; }`,
  ].join('; ');
  // Cluster health sees neither the locks nor the buckets (server contract 12.1), so S3 is asked for a bucket as well.
  const healthy = [
    `c=$(curl -sS -o /dev/null -w "%{http_code}" $t "$u/minio/health/cluster")`,
    `b=$(user | curl -sS -K - --aws-sigv4 "$r" -H "$h" $t "$u/" | grep -o "<Name>[^<]*" | head -n 1 | cut -c 7-)`,
    `[ "$c" != 200 ] || [ -z "$b" ] || c=$(user | curl -sS -o /dev/null -w "%{http_code}" -K - --aws-sigv4 "$r" -H "$h" $t "$u/$b?list-type=2&max-keys=0")`,
    `echo "$c"; [ "$c" = 200 ]`,
  ].join('; ');
  const admin = [
    `body() { [ -z "$1" ] || printf "data-binary=\\"%s\\"\\n" "$(tr -d "\\n" | q)"; }`,
    `{ user; body "$3"; } | curl -fsS -K - --aws-sigv4 "$r" -H "$h" $t -X "$1" "$u/rustfs/admin/$2"`,
  ].join('; ');
  return [
    '# Names the servers that are not ready, and fails; of one that is to be replaced it takes the name: all_ready POD',
    `all_ready() { kubectl get pods -n ${spec.namespace} -l ${tenantSelector(subject)} -o json | jq -er --arg but "\${1:-}" '${notReady(subject, avoided)}'; }`,
    '# Asks a server for the write quorum of every erasure set, and S3 for a bucket: prints 200 when both answer so.',
    `healthy() { kubectl exec ${exec} '${server}; ${healthy}'; }`,
    "# Calls the admin API from inside a server, with the server's own credentials: admin GET v3/pools/list; with a body: admin PUT PATH FILE",
    `admin() { kubectl exec \${3:+-i} ${exec} '${server}; ${admin}' admin "$@" < "\${3:-/dev/null}"; }`,
  ];
}

/** What jq makes of the tenant's pods: an error with the names of the servers that are away. */
function notReady({ pools }: Subject, { absent = [] }: AvoidedServer): string {
  const servers = pools
    .filter(({ name }) => !absent.includes(name))
    .map(({ statefulSet, servers: count }) => [statefulSet, count]);
  const expected = `[${JSON.stringify(Object.fromEntries(servers))} | to_entries[] | .key as $set | range(.value) | "\\($set)-\\(.)"]`;
  const isUp =
    '.metadata.deletionTimestamp == null and any(.status.conditions[]?; .type == "Ready" and .status == "True")';
  const away = `${expected} - [.items[] | select(${isUp}) | .metadata.name] - [$but]`;
  return `${away} | if . == [] then "all servers are ready" else error("not ready: " + join(" ")) end`;
}

/** A server that will not be there to be asked: one of a pool, or the whole pool. */
export interface AvoidedServer {
  readonly pool?: string | undefined;
  readonly server?: number | undefined;
  /** Pools whose servers are not there yet. */
  readonly absent?: readonly string[];
}

function clusterDomain({ spec }: Subject): string {
  return (spec.clusterDomain ?? 'cluster.local').toLowerCase().replace(/\.$/, '');
}

/** Keeps whoever applies the objects from undoing what the steps do by hand. */
export function pause({ app }: Subject): Step {
  return {
    title: 'Pause what applies the objects',
    text: 'What is in the repository and what the steps do differ for a while; nothing may put it back meanwhile.',
    by: {
      kubectl: ['# Nothing to pause. Make sure that no pipeline applies this tenant meanwhile.'],
      argocd: [
        '# Keeps the policy as it is, for the last step. Where it is there already, it is that of the first try.',
        `[ -s ${policyFile(app)} ] || argocd app get ${app} -o json | jq '{spec: {syncPolicy: .spec.syncPolicy}}' > ${policyFile(app)}`,
        `argocd app set ${app} --sync-policy none`,
      ],
      flux: [`flux suspend kustomization ${app}`],
    },
    check: {
      commands: [
        `argocd app get ${app} -o json | jq '.spec.syncPolicy.automated'   # null`,
        `flux get kustomization ${app}   # SUSPENDED True`,
      ],
      expect: 'the one that you use says so.',
    },
    back: 'Resume it, as in the step further down.',
  };
}

/** Where the policy of an Argo CD Application waits until it goes on. */
function policyFile(app: string): string {
  return `${app}-sync-policy.json`;
}

/** Hands over again, and looks whether anything is left to do. */
export function resume(subject: Subject): Step {
  const { app } = subject;
  return {
    ...seeNothingLeft(subject),
    title: 'Resume, and see that nothing is left to do',
    by: {
      kubectl: ['# Nothing was paused.'],
      argocd: [
        '# Puts the policy back that the application had, with its flags; none where it had none.',
        `argocd app patch ${app} --type merge --patch "$(cat ${policyFile(app)})" && rm ${policyFile(app)}`,
      ],
      flux: [`flux resume kustomization ${app}`],
    },
  };
}

/** Compares the cluster with the declaration. */
export function seeNothingLeft({ spec, file, objects }: Subject): Step {
  const kinds = [...new Set(objects.map(({ kind }) => kind.toLowerCase()))].join(',');
  return {
    title: 'See that nothing is left to do',
    check: {
      commands: [`kubectl get ${kinds} -n ${spec.namespace} -o yaml | rustfs-tenant plan --live - ${file}`],
      expect: 'the plan says "nothing changes".',
    },
    back: 'Nothing to go back from.',
  };
}

/** Applies all objects of the tenant as declared. */
export function applyAll({ app, file }: Subject): NonNullable<Step['by']> {
  return {
    kubectl: [`rustfs-tenant render ${file} | kubectl apply --server-side -f -`],
    argocd: [`argocd app sync ${app}`],
    flux: [`flux reconcile kustomization ${app} --with-source`],
  };
}

/** The same as long as every server is there: for what restarts them. */
export function whenReady({ kubectl, argocd, flux }: NonNullable<Step['by']>): NonNullable<Step['by']> {
  const [first = '', ...rest] = flux;
  return {
    kubectl: kubectl.map((command) => `all_ready && ${command}`),
    argocd: argocd.map((command) => `all_ready && ${command}`),
    flux: [`all_ready && ${first}`, ...rest],
  };
}

/** The same where it has been paused: Flux has to go on for it, and `kubectl scale` owns the replicas that it has set. */
export function applyAllPaused(subject: Subject): NonNullable<Step['by']> {
  const { argocd, flux } = applyAll(subject);
  return {
    kubectl: [`rustfs-tenant render ${subject.file} | kubectl apply --server-side --force-conflicts -f -`],
    argocd,
    flux: [`flux resume kustomization ${subject.app}`, ...flux],
  };
}

/** Waits until all servers of some pools run what is declared, and every set can be written. */
export function settled({ spec }: Subject, pools: readonly ObservedPool[]): Step['check'] {
  return {
    commands: [
      ...pools.map(
        ({ statefulSet }) =>
          `kubectl rollout status statefulset/${statefulSet} -n ${spec.namespace} --timeout=30m`,
      ),
      'healthy',
    ],
    expect: 'every rollout is complete, and the last line is 200.',
  };
}

/** Nothing moves data between pools. */
export const noMovement = {
  text: 'No rebalance and no decommission is running.',
  commands: [
    `admin GET v3/pools/list | jq '.[] | {id, cmdline, status, decommissionInfo}'   # no queued or running one`,
    `admin GET v3/rebalance/status | jq '.pools'   # none started; an error says that there never was one`,
  ],
};

/**
 * What clients notice of a server that restarts by itself: SIGTERM closes the listener at once, and what is in flight has
 * 10 seconds (rustfs/src/server/http.rs, "HTTP connection drain", at 1.0.0-rc.3; measured, server contract 12.1).
 */
export const restartNotice =
  'A server that stops gives the requests in flight 10 seconds: longer uploads and downloads through it are cut, and clients have to send them again.';

/**
 * The first step of whatever restarts servers. A StatefulSet of podManagementPolicy Parallel replaces its pods from the
 * highest ordinal down up to Kubernetes 1.36, whatever the others do (seen on 1.36.3; 1.37.2 waits).
 */
export function readyFirst(subject: Subject, but?: string): Step {
  const { spec } = subject;
  const keys = enforcedSpreads(subject);
  return {
    title: 'Let all servers be ready first',
    text: [
      'While a server is away, Kubernetes up to 1.36 takes healthy ones down beside it, two at every step. This fails as long as one is away, and names it.',
      ...(keys.length === 0
        ? []
        : [
            `Nor may any server restart while a domain of ${keys.join(' or ')} is away: the spread lets none start again until the domain is back (docs/erasure.md, "When a zone is lost").`,
          ]),
    ].join(' '),
    check: {
      commands: [
        ...(but === undefined ? ['all_ready && healthy'] : [`all_ready ${but} && healthy`]),
        ...(keys.length === 0
          ? []
          : [`kubectl get nodes -L ${keys.join(',')}   # every domain has nodes that are Ready`]),
      ],
      expect: `it says that all ${but === undefined ? '' : 'other '}servers are ready, and prints 200. Otherwise go no further: mend that first (kubectl get pods -n ${spec.namespace} -l ${tenantSelector(subject)}).`,
    },
    back: 'Nothing has changed yet.',
  };
}

/** The node labels over which the scheduler has to keep servers even. */
function enforcedSpreads({ objects }: Subject): string[] {
  const constraints = objectsIn(objects)
    .filter((object) => textAt(object, 'kind') === 'StatefulSet')
    .flatMap((object) => itemsAt(object, 'spec', 'template', 'spec', 'topologySpreadConstraints'))
    .filter((constraint) => textAt(constraint, 'whenUnsatisfiable') === 'DoNotSchedule');
  return [...new Set(constraints.map((constraint) => textAt(constraint, 'topologyKey') ?? ''))];
}
