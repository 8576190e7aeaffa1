import { tenantSelector, type Subject } from './subject';
import type { Step } from './runbook';
import type { ObservedPool } from '../observed-pool';

/**
 * Shell functions that the commands use: calls from inside a server, with its own address, trust and credentials, so
 * that none of them leaves the pod. The image has curl (server contract 3.2).
 */
export function functions(subject: Subject, avoided: AvoidedServer = {}): string[] {
  const { spec, pools } = subject;
  const pool = pools.find(({ name }) => name !== avoided.pool) ?? pools[0];
  const ordinal = pool?.name === avoided.pool && avoided.server === 0 ? 1 : 0;
  const exec = `kubectl exec -n ${spec.namespace} ${pool?.statefulSet ?? ''}-${ordinal} -c rustfs -- sh -c`;
  const host = `$(hostname).${pool?.service ?? ''}.${spec.namespace}.svc.${clusterDomain(subject)}`;
  const server = [
    // A server with certificates speaks https only, and under the name by which its peers call it.
    `s="\${RUSTFS_TLS_PATH:+https}"`,
    `u="\${s:-http}://\${RUSTFS_LOCAL_ENDPOINT_HOST:-${host}}:9000"`,
    `t=""`,
    `[ -f "$RUSTFS_TLS_PATH/ca.crt" ] && t="--cacert $RUSTFS_TLS_PATH/ca.crt"`,
    `[ -f "$RUSTFS_TLS_PATH/client_cert.pem" ] && t="$t --cert $RUSTFS_TLS_PATH/client_cert.pem --key $RUSTFS_TLS_PATH/client_key.pem"`,
  ].join('; ');
  const sign = 'printf "user=\\"%s:%s\\"" "$RUSTFS_ACCESS_KEY" "$RUSTFS_SECRET_KEY" | curl -fsS -K -';
  return [
    '# Asks a server whether every erasure set can be written: prints 200 when it can.',
    `healthy() { ${exec} '${server}; curl -sS -o /dev/null -w "%{http_code}\\n" $t "$u/minio/health/cluster"'; }`,
    "# Calls the admin API from inside a server, with the server's own credentials: admin GET v3/pools/list",
    `admin() { ${exec} '${server}; ${sign} --aws-sigv4 "aws:amz:\${RUSTFS_REGION:-us-east-1}:s3" $t -X "$1" "$u/rustfs/admin/$2"' admin "$@"; }`,
  ];
}

/** A server that will not be there to be asked: one of a pool, or the whole pool. */
export interface AvoidedServer {
  readonly pool?: string | undefined;
  readonly server?: number | undefined;
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
    back: 'Resume it, as in the last step.',
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

/** All servers are there. */
export function allReady(subject: Subject) {
  return {
    text: 'All servers are ready, and every erasure set can be written.',
    commands: [
      `kubectl get pods -n ${subject.spec.namespace} -l ${tenantSelector(subject)}`,
      'healthy   # 200',
    ],
  };
}
