import { applyCommand } from '../apply-command';
import { itemsAt, textAt } from '../fields';
import { objectsIn } from '../objects';
import type { ObservedPool } from '../observed-pool';
import type { Step } from './runbook';
import { tenantSelector, type Subject } from './subject';

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
  // Those of objects that a tenant may have had, too.
  const all = [
    'StatefulSet',
    'Service',
    'ServiceAccount',
    'PodDisruptionBudget',
    ...objects.map(({ kind }) => kind),
  ];
  const kinds = [...new Set(all.map((kind) => kind.toLowerCase()))].join(',');
  return {
    title: 'See that nothing is left to do',
    text: 'Where Argo CD applies the objects, add --manager argocd-controller to the plan; where Flux does, --manager kustomize-controller.',
    check: {
      commands: [
        `kubectl get ${kinds} -n ${spec.namespace} -o yaml --show-managed-fields | rustfs-tenant plan --live - ${file}`,
      ],
      expect:
        'the plan says "nothing changes". What it calls removed is still there, as no apply deletes anything: run the command that it prints, unless Argo CD or Flux prunes.',
    },
    back: 'Nothing to go back from.',
  };
}

/** Applies all objects of the tenant as declared. */
export function applyAll({ app, file }: Subject): NonNullable<Step['by']> {
  return {
    kubectl: [`rustfs-tenant render ${file} | ${applyCommand} -f -`],
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

/** The same where it has been paused: Flux has to go on for it. */
export function applyAllPaused(subject: Subject): NonNullable<Step['by']> {
  const { flux, ...others } = applyAll(subject);
  return {
    ...others,
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
export function readyFirst(subject: Subject): Step {
  return first(subject, {
    title: 'Let all servers be ready first',
    text: 'While a server is away, Kubernetes up to 1.36 takes healthy ones down beside it, two at every step. A dead drive may be a lost server as well, which no pod shows: one of two answers for no bucket. And a server whose drive is full does not start again: make room first (runbook size-up). This fails as long as something is so, and names it.',
    command: 'all_ready && healthy',
    expect:
      'it says that all servers are ready, names no drive, and prints 200. Otherwise go no further: mend that first',
  });
}

/**
 * The same before something is replaced. S3 is not asked: what is dead may be what shuts it, and replacing that opens it
 * again. Others may be dead as well, as long as no shard goes that they would need.
 */
export function replaceableFirst(subject: Subject, what: string): Step {
  return first(subject, {
    title: 'See that the others restore what goes',
    text: 'What is dead may be why S3 answers 503, so nothing asks S3 before it is back. Nor has all else to be well: where other drives or servers are dead too, this names them, and counts what would be left of each erasure set. What still works is not replaced before they are. A server whose drive is full does not start again: make room first (runbook size-up).',
    command: `replaceable ${what}`,
    expect:
      'the last line says that all servers are ready, or that nothing is lost. At STOP go no further: bring back what is named above it with what it holds',
  });
}

/** A first step: what holds for a restart at any time. */
function first(
  subject: Subject,
  { title, text, command, expect }: Record<'title' | 'text' | 'command' | 'expect', string>,
): Step {
  const { spec } = subject;
  const keys = enforcedSpreads(subject);
  return {
    title,
    text: [
      text,
      ...(keys.length === 0
        ? []
        : [
            `Nor may any server restart while a domain of ${keys.join(' or ')} is away: the spread lets none start again until the domain is back (docs/erasure.md, "When a zone is lost").`,
          ]),
    ].join(' '),
    check: {
      commands: [
        command,
        ...(keys.length === 0
          ? []
          : [`kubectl get nodes -L ${keys.join(',')}   # every domain has nodes that are Ready`]),
      ],
      expect: `${expect} (kubectl get pods -n ${spec.namespace} -l ${tenantSelector(subject)}).`,
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
