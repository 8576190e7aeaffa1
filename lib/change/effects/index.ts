import type { ComparedObject } from '../object-change';
import { neighbourEffects } from '../live-neighbours';
import { tenantsIn } from '../observed';
import { actorEffects } from './actors';
import { certificateEffects } from './certificates';
import { clientEffects } from './clients';
import { contextOf, type EffectSides } from './context';
import { dataEffects } from './data';
import { deliveryEffects } from './delivery';
import { comparedName, note, type Effect, type EffectContext, type EffectRule } from './effect';
import { expressionEffects } from './expressions';
import { filledKeyEffects } from './filled-keys';
import { fleetingEffects } from './fleeting';
import { gatewayEffects } from './gateways';
import { headlessEffects } from './headless';
import { immutableEffects } from './immutable';
import { keyringEffects } from './keyring';
import { leftOutEffects } from './left-out';
import { listEffects } from './lists';
import { markEffects } from './marks';
import { mentionEffects } from './mentions';
import { besideServices, misledEffects, sliceEffects } from './misled';
import { nameServerEffects } from './name-servers';
import { neededEffects } from './needed';
import { networkEffects } from './networks';
import { nodeEffects } from './nodes';
import { otherEffects } from './others';
import { ownedEffects } from './owned';
import { policyEffects } from './policies';
import { keptBy } from './prune';
import { reachEffects } from './reach';
import { rootEffects } from './root';
import { routeEffects } from './routes';
import { scaledEffects } from './scaled';
import { namedEffects, serverEffects } from './servers';
import { sourceEffects } from './sources';
import { storeEffects } from './stores';
import { twiceEffects } from './twice';
import { unjudgedEffects } from './unjudged';
import { valueEffects } from './values';
import { volumeEffects } from './volumes';
import { workloadEffects } from './workloads';

export type { Effect, Note, TenantProblem, TenantProcedure } from './effect';

/** What every rule about objects beside the StatefulSets is about: one file each. */
const rules: readonly EffectRule[] = [
  dataEffects,
  volumeEffects,
  fleetingEffects,
  nodeEffects,
  expressionEffects,
  listEffects,
  keyringEffects,
  filledKeyEffects,
  rootEffects,
  neededEffects,
  valueEffects,
  sourceEffects,
  storeEffects,
  headlessEffects,
  certificateEffects,
  clientEffects,
  misledEffects,
  sliceEffects,
  reachEffects,
  routeEffects,
  gatewayEffects,
  networkEffects,
  policyEffects,
  nameServerEffects,
  immutableEffects,
  ownedEffects,
  scaledEffects,
  twiceEffects,
  leftOutEffects,
  deliveryEffects,
  workloadEffects,
  actorEffects,
  markEffects,
  mentionEffects,
  unjudgedEffects,
];

/** What the changes of all objects do beyond what the tenants' pools tell, in the order of the objects. */
export function effectsOf(sides: EffectSides): Effect[] {
  const context = contextOf(sides);
  const live = sides.live ?? [];
  return [
    ...sides.compared.flatMap((object) => objectEffects(object, context)),
    ...(sides.live === undefined ? [] : sides.compared.filter(({ after }) => after === undefined)).map(
      ({ key }) => note(key, 'Only what prunes removes it; kubectl apply leaves it as it is.'),
    ),
    ...neighbourEffects(live, tenantsIn(live), context.staying),
    ...besideServices(live, context),
  ];
}

function objectEffects(object: ComparedObject, context: EffectContext): Effect[] {
  const kept = object.before === undefined || object.after !== undefined ? undefined : keptBy(object.before);
  const own = [...serverEffects(object, context)];
  if (kept !== undefined) {
    return [
      ...own,
      note(
        object.key,
        `It stays in the cluster by its annotation ${kept.annotation}, if ${kept.tool} is what prunes; others delete it. Nothing keeps it from now on.`,
        // Which of them prunes, nobody tells the plan.
        holdsData(comparedName(object).kind) ? 'procedure' : 'in-place',
      ),
    ];
  }
  const ruled = [...own, ...rules.flatMap((rule) => [...rule(object, context)])];
  const found = ruled.some(isRefusal) ? ruled : [...ruled, ...namedEffects(object, context)];
  return found.length > 0 || comparedName(object).kind === '' ? found : [...otherEffects(object, context)];
}

function isRefusal(effect: Effect): boolean {
  return effect.kind === 'problem' && effect.problem.severity === 'error';
}

/** What is deleted with the data in it. */
function holdsData(kind: string): boolean {
  return ['Namespace', 'PersistentVolumeClaim', 'PersistentVolume'].includes(kind);
}
