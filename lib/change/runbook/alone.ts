import { poolGuarantees } from '../../tenant/guarantees';
import { nodeKey } from '../../tenant/scheduling';
import type { TenantSpec } from '../../tenant/spec';
import type { ObservedPool } from '../observed-pool';
import { refuse } from './refuse';
import type { Step } from './runbook';
import { tenantSelector, type Subject } from './subject';

/** All servers of the node are lost with it, and parity is counted for one. */
export function whyNotAlone(spec: TenantSpec, pool: ObservedPool): ReturnType<typeof refuse> | undefined {
  const index = spec.pools.findIndex(({ name }) => name === pool.name);
  const declared = spec.pools[index];
  const nodes = declared === undefined ? undefined : poolGuarantees(spec, declared).placement.nodes;
  if (pool.servers === 1 || nodes?.kind === 'one-each') return undefined;
  // An anti-affinity of the pool's own is all that counts, and the only one that the operator knows.
  const isOwn = declared?.affinity?.podAntiAffinity !== undefined || spec.compatibility === 'operator';
  const fix = isOwn
    ? `Add a required term on ${nodeKey} that selects the pool to its affinity.podAntiAffinity`
    : 'Say perNode: required';
  return refuse(
    isOwn ? `pools[${index}].affinity.podAntiAffinity` : 'placement.perNode',
    `Nothing keeps servers of ${pool.name} from sharing a node, and all of them are lost with it: how many, only the cluster knows.`,
    `${fix}, apply that, and ask again; or replace one drive after the other with --drive.`,
  );
}

/** Sets ALONE only when the pod is the one server of the tenant on its node: pools may share nodes with each other. */
export function alone(subject: Subject, pod: string): Step {
  const { namespace } = subject.spec;
  return {
    title: 'See that no other server is on the node',
    text: 'A node takes all of its servers with it, those of other pools as well, and what is left is counted for one. As long as another one is there, the steps below do nothing: replace drives one after the other with --drive, where the node still runs.',
    commands: [
      `ALONE=; NODE=$(kubectl get pod ${pod} -n ${namespace} -o jsonpath='{.spec.nodeName}') && echo "\${NODE:?the pod is on no node}"`,
      `SERVERS=$(kubectl get pods -n ${namespace} -l ${tenantSelector(subject)} --field-selector "spec.nodeName=\${NODE:?not found}" -o name) && [ "$SERVERS" = pod/${pod} ] && ALONE=yes`,
    ],
    check: {
      commands: [`echo "\${ALONE:-STOP: $SERVERS}"`],
      expect: 'it prints yes.',
    },
    back: 'Nothing has changed yet.',
  };
}

/** A pasted block deletes nothing unless the server was found to be alone. */
export const onlyAlone = `[ "\${ALONE:?another server is on the node}" = yes ]`;
