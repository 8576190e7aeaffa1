import type { ObservedPool } from '../change/observed-pool';
import { observedPool } from '../change/read-pool';
import type { LivePool } from './live-tenant';
import { fieldsAt, isSame, listAt, textAt, type Fields } from './value';

/** What plan and lock call identity, in the words of this proof. */
const identity: readonly { readonly of: keyof ObservedPool; readonly what: string }[] = [
  { of: 'statefulSet', what: 'name' },
  { of: 'servers', what: 'number of servers' },
  { of: 'drivesPerServer', what: 'number of drives' },
  { of: 'poolList', what: 'list of pools' },
  { of: 'drives', what: 'place of the drives' },
  { of: 'running', what: 'ordinals' },
  { of: 'addressed', what: 'addressed servers' },
  { of: 'setSize', what: 'erasure set size' },
  { of: 'service', what: 'serviceName' },
  { of: 'podManagementPolicy', what: 'podManagementPolicy' },
  { of: 'selector', what: 'selector' },
  { of: 'selectorExpressions', what: 'selector' },
  { of: 'claims', what: 'claim templates' },
];

/**
 * What of a pool's identity differs, by the one definition that plan and lock have: the live StatefulSet is read with
 * the variables that its server gets in the end, as if they all stood in `env`.
 */
export function identityFindings(
  pool: LivePool,
  variables: readonly Fields[],
  volumes: string,
  composed: Fields,
): string[] {
  const live = observedPool(resolved(pool, variables, volumes))?.pool;
  const ours = observedPool(composed)?.pool;
  if (live === undefined || ours === undefined) return ['its servers are told no drives'];
  const differing = identity.filter(({ of }) => !isSame(live[of], ours[of]));
  return [
    ...differing.map(({ of, what }) => `the ${what} is ${text(live[of])} and would be ${text(ours[of])}`),
    ...(isSame(Object.fromEntries(live.keySettings), Object.fromEntries(ours.keySettings))
      ? []
      : ['what the keys of encrypted objects depend on would be otherwise']),
  ];
}

function resolved({ set, pod, container }: LivePool, variables: readonly Fields[], volumes: string): Fields {
  const { envFrom: _taken, command: _command, args: _args, ...own } = container;
  const others = listAt(pod, 'containers').filter((one) => textAt(one, 'name') !== textAt(container, 'name'));
  const env = [
    ...variables.filter((one) => one.name !== 'RUSTFS_VOLUMES'),
    { name: 'RUSTFS_VOLUMES', value: volumes },
  ];
  const spec = fieldsAt(set.value, 'spec');
  const template = {
    ...fieldsAt(spec, 'template'),
    spec: { ...pod, containers: [{ ...own, env }, ...others] },
  };
  return { ...set.value, spec: { ...spec, template } };
}

function text(value: unknown): string {
  return value === undefined ? 'unknown' : JSON.stringify(value);
}
