import type { ControlPlane } from '../control-plane/start';
import { startCluster } from '../harness/cluster';
import { testMarked } from '../harness/mark';
import { caseOf, tryAll, type Tried } from './cases';
import { generated, seed } from './generated';
import type { Plan } from './plans';
import { media, rows, type Row } from './rows';
import { ways } from './ways';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startCluster({ nodes: 12 });
  await plane.api.create({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'storage' },
    value: 1000,
  });
});

afterAll(() => plane.stop());

/** What a plan says of each object that the new declaration has, in the words of what the API server did. */
function plannedOf(plan: Plan, made: Tried['made']): Record<string, string> {
  return Object.fromEntries(
    plan.objects
      .map(({ kind, namespace, name, change }) => [`${namespace} ${kind} ${name}`, change] as const)
      .filter(([key]) => key in made)
      .map(([key, change]) => [key, change === 'recreated' ? 'refused' : change]),
  );
}

/** What the API server did. What a plan refuses is refused by the plan, whatever the server would make of it. */
function madeOf(plan: Plan, made: Tried['made']): Record<string, string> {
  if (plan.verdict !== 'refused') return made;
  const planned = plannedOf(plan, made);
  return Object.fromEntries(
    Object.entries(made).map(([key, outcome]) => [key, planned[key] === 'refused' ? 'refused' : outcome]),
  );
}

/** The pods that a plan says restart once it is applied: not of a StatefulSet that has to be made anew before. */
function restartsOf(id: string, { tenants }: Plan, made: Tried['made']): string[] {
  return tenants
    .flatMap(({ rollout }) => rollout.pools)
    .filter(({ name }) => made[`${id} StatefulSet ${id}-${name}`] !== 'refused')
    .flatMap(({ name, ordinals }) => ordinals.map((ordinal) => `${id}-${name}-${ordinal}`))
    .sort();
}

/** Holds every plan against what the API server did with every object, and against the pods that restarted. */
function holds(id: string, { plans, made, restarted }: Tried): void {
  for (const [form, plan] of Object.entries(plans)) {
    expect({ form, objects: plannedOf(plan, made) }).toEqual({ form, objects: madeOf(plan, made) });
    if (plan.verdict !== 'refused')
      expect({ form, restarts: restartsOf(id, plan, made) }).toEqual({ form, restarts: restarted });
  }
}

function triedOf(tried: ReadonlyMap<string, Tried> | undefined, id: string): Tried {
  const found = tried?.get(id);
  if (found === undefined) throw new Error(`${id} was not tried.`);
  return found;
}

describe.each(ways.map((way) => [way.title, way] as const))('Of a tenant that was %s', (_, way) => {
  let tried: ReadonlyMap<string, Tried> | undefined;
  const pairs = way.isFirst === true ? generated : [];

  beforeAll(async () => {
    const cases = [
      ...rows.map(({ before, after }, i) =>
        caseOf(`${way.prefix}${i}`, before?.(media) ?? media, after(media)),
      ),
      ...pairs.map(({ before, after }, i) => caseOf(`${way.prefix}g${i}`, before, after)),
    ];
    tried = await tryAll(plane, way, cases);
  }, 900_000);

  rows.forEach((row, i) => {
    const id = `${way.prefix}${i}`;
    const refused = way.refused?.[row.title];
    const {
      title,
      verdict,
      rolls = [],
      code,
      isRefusedByServer,
      mark,
    } = refused === undefined
      ? row
      : ({ ...row, verdict: 'refused', code: refused, isRefusedByServer: true } satisfies Row);

    testMarked(mark, `a plan says what becomes of it with ${title}: ${verdict}`, async () => {
      const found = triedOf(tried, id);
      for (const [form, plan] of Object.entries(found.plans)) {
        expect({ form, verdict: plan.verdict }).toEqual({ form, verdict });
        const codes = plan.refusals.map((refusal) => refusal.code);
        const isNamed = form === 'of two declarations' || refused !== undefined;
        if (isNamed && code !== undefined) expect(codes).toContain(code);
      }
      holds(id, found);
      const outcomes = Object.values(found.made);
      if (isRefusedByServer !== undefined) expect(outcomes.includes('refused')).toBe(isRefusedByServer);
      if (verdict === 'refused') return;
      const rolled = Object.keys(found.made).filter((key) => found.made[key] === 'rolls');
      expect(rolled).toEqual(rolls.map((pool) => `${id} StatefulSet ${id}-${pool}`));
    });
  });

  pairs.forEach(({ title }, i) => {
    test(`a plan says what becomes of it ${title} (seed ${seed})`, () => {
      holds(`${way.prefix}g${i}`, triedOf(tried, `${way.prefix}g${i}`));
    });
  });
});
