import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { parse } from 'yaml';
import { applyCommand } from '../../../lib/change/apply-command';
import type { ControlPlane } from '../control-plane/start';
import { eventually } from '../control-plane/eventually';
import { makeNamespace } from '../harness/cluster';
import { listOf } from '../harness/objects';
import { openTerminal } from '../harness/terminal';
import { keyOf, madeOf, observe, restartedIn, type Made } from './observed';
import { plansOf, type Plan } from './plans';
import type { Way } from './ways';

/** A change of a tenant of its own, whose name is its namespace's as well. */
export interface Case {
  readonly id: string;
  readonly before: TenantSpec;
  readonly after: TenantSpec;
}

/** What was planned, and what the API server and its controllers did. */
export interface Tried {
  /** By what was compared. */
  readonly plans: Readonly<Record<string, Plan>>;
  /** What became of each object of the new declaration, by `NAMESPACE Kind name`. */
  readonly made: Readonly<Record<string, Made>>;
  /** The pods that are others now. */
  readonly restarted: readonly string[];
}

/** What kubectl prints of several objects. */
interface Live {
  readonly items: readonly { readonly metadata: { readonly namespace: string } }[];
}

/** A change of a declaration, in the names of a case. */
export function caseOf(id: string, before: TenantSpec, after: TenantSpec): Case {
  return { id, before: { ...before, name: id, namespace: id }, after: { ...after, name: id, namespace: id } };
}

/** Brings all tenants in by one way, plans their changes, applies them all, and says what came of it. */
export async function tryAll(
  plane: ControlPlane,
  way: Way,
  cases: readonly Case[],
): Promise<ReadonlyMap<string, Tried>> {
  const { api } = plane;
  const terminal = openTerminal(plane);
  try {
    for (const { id, before, after } of cases) {
      terminal.write(`before/${id}.yaml`, JSON.stringify(before));
      terminal.write(`after/${id}.yaml`, JSON.stringify(after));
      await makeNamespace(api, id);
      await api.create({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'robot', namespace: id },
      });
    }
    await way.enter(terminal);
    await allDone(plane, cases);
    const live: Live = parse(await terminal.run(liveCommand));
    const start = await observe(api);
    const plans = new Map(
      cases.map(({ id }) => {
        const items = live.items.filter(({ metadata }) => metadata.namespace === id);
        const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
        return [id, plansOf(terminal.folder, id, text, way.isFirst === true)] as const;
      }),
    );
    const { output, errors } = await terminal.attempt(
      `npm run -s rustfs-tenant -- render after | ${applyCommand} -f -`,
    );
    const refused = new Set(
      [...errors.matchAll(/(\w+)(?:\.[\w.]+)? "([^"]+)" is invalid/g)].map(
        ([, kind, name]) => `${kind} ${name}`,
      ),
    );
    const expected = cases.flatMap(({ after }) => composeTenant(after)).length;
    const applied = output.split('\n').filter((line) => line.endsWith(' serverside-applied')).length;
    if (applied + refused.size !== expected) throw new Error(`Not all was applied: ${errors}`);
    await allDone(plane, cases);
    const end = await observe(api);
    return new Map(
      cases.map(({ id, after }) => {
        const planned = plans.get(id);
        if (planned === undefined) throw new Error(`${id} was not planned.`);
        const made = composeTenant(after).map(({ kind, metadata }) => {
          const key = keyOf(kind, metadata);
          return [key, madeOf(key, start, end, refused)] as const;
        });
        const tried: Tried = {
          plans: planned,
          made: Object.fromEntries(made),
          restarted: restartedIn(id, start, end),
        };
        return [id, tried] as const;
      }),
    );
  } finally {
    terminal.close();
  }
}

/** The command by which docs/change.md reads what runs, in all namespaces at once. */
const liveCommand = (() => {
  const page = readFileSync(join(__dirname, '../../../docs/change.md'), 'utf8');
  const command = /^kubectl get statefulset,.*(?= \|$)/m.exec(page)?.[0];
  if (command?.includes('-n storage') !== true) throw new Error('docs/change.md reads nothing that runs.');
  return command.replace('-n storage', '-A');
})();

/** Waits until no StatefulSet of these tenants has anything left to do: what a partition keeps back is not. */
async function allDone({ api }: ControlPlane, cases: readonly Case[]): Promise<void> {
  const namespaces = new Set(cases.map(({ id }) => id));
  await eventually(
    'All servers are ready',
    async () => {
      const all = await listOf<StatefulSet>(api, '/apis/apps/v1/statefulsets');
      const sets = all.filter(({ metadata }) => namespaces.has(metadata?.namespace ?? ''));
      return sets.length >= cases.length && sets.every(isDone) ? sets : undefined;
    },
    400,
    500,
  );
}

function isDone({ metadata, spec, status }: StatefulSet): boolean {
  const wanted = spec?.replicas ?? 1;
  const kept = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  return (
    status?.observedGeneration === metadata?.generation &&
    (status?.replicas ?? 0) === wanted &&
    (status?.readyReplicas ?? 0) === wanted &&
    (status?.availableReplicas ?? 0) === wanted &&
    (status?.updateRevision === status?.currentRevision || (status?.updatedReplicas ?? 0) >= wanted - kept)
  );
}
