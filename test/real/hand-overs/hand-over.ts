import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import { parse, stringify } from 'yaml';
import type { TenantSpec } from 'rustfs-constructs';
import type { ControlPlane } from '../control-plane/start';
import { makeNamespace } from '../harness/cluster';
import { claimsIn, listOf, podsIn, settled, statefulSetsIn } from '../harness/objects';
import { openTerminal, type Ended, type Terminal } from '../harness/terminal';
import { printedSteps, type PrintedStep } from './printed';
import type { WayIn } from './way-in';

/** What is seen at one moment. */
export interface Moment {
  readonly pods: readonly string[];
  readonly claims: readonly string[];
  /** Whoever has an entry in the tenant's objects, but for their status, and for the note that kubectl keeps of its applies. */
  readonly owners: readonly string[];
  readonly sets: readonly StatefulSet[];
}

/** What is seen on the way from somebody else to a declaration. */
export interface HandOver {
  readonly steps: readonly PrintedStep[];
  readonly before: Moment;
  /** Before the step that gives fields over, and what its check says there. */
  readonly shared: Moment & { readonly check: Ended };
  readonly after: Moment;
  /** How what deletes ended while the step before it was not done. */
  readonly tooEarly: readonly Ended[];
  readonly plan: string;
}

/** A tenant in a namespace of its own, and whoever works with it. */
export interface Tenancy {
  readonly way: WayIn;
  readonly terminal: Terminal;
  /** Runs commands as they are printed, with the names that they leave open. */
  run(commands: string): Promise<string>;
  attempt(commands: string): Promise<Ended>;
  now(): Promise<Moment>;
  /** What `plan --live` says of the declaration. */
  plan(): Promise<string>;
}

export async function install(plane: ControlPlane, way: WayIn): Promise<Tenancy> {
  const { namespace, tenant, names = {} } = way;
  const terminal = openTerminal(plane, ...(way.programs ?? []));
  const homes = ['DATA', 'CACHE', 'CONFIG'].map((home) => [`HELM_${home}_HOME`, `${terminal.folder}/helm`]);
  const options = { variables: Object.fromEntries(homes) };
  const named = (commands: string) =>
    Object.entries(names).reduce((text, [name, said]) => text.replaceAll(name, said), commands);
  const attempt = (commands: string) => terminal.attempt(named(commands), options);
  await makeNamespace(plane.api, namespace);
  await way.install(plane, terminal);
  await settled(plane.api, namespace);
  return {
    way,
    terminal,
    run: (commands) => terminal.run(named(commands), options),
    attempt,
    now: async () => ({
      pods: uidsOf(await podsIn(plane.api, namespace)),
      claims: uidsOf(await claimsIn(plane.api, namespace)),
      owners: await ownersIn(plane, namespace),
      sets: await statefulSetsIn(plane.api, namespace),
    }),
    plan: async () => {
      const { code, output, errors } = await attempt(
        `${liveObjects(namespace)} | npx rustfs-tenant plan --live - ${tenant}.yaml`,
      );
      return `${output}${errors}Exit code ${code}\n`;
    },
  };
}

/** Does what `adopt` prints, as it prints it, each check included. */
export async function handOver({ way, run, attempt, now, plan }: Tenancy): Promise<HandOver> {
  const before = await now();
  const adopted = await attempt(
    `${liveObjects(way.namespace)} | npx rustfs-tenant adopt - > ${way.tenant}.yaml`,
  );
  if (adopted.code !== 0) throw new Error(adopted.errors);
  const steps = printedSteps(adopted.errors);
  const tooEarly: Ended[] = [];
  let shared: HandOver['shared'] | undefined;
  for (const [i, { text, commands, checkCommands }] of steps.entries()) {
    for (const { said, commands: inGit } of way.git ?? []) if (text.includes(said)) await run(inGit);
    const next = steps[i + 1]?.commands ?? '';
    if (next.includes('Not yet: ')) tooEarly.push(await attempt(next));
    if (givesOver.test(text)) shared = { ...(await now()), check: await attempt(checkCommands) };
    await run(commands);
    await run(checkCommands);
  }
  if (shared === undefined) throw new Error(`No step gives fields over:\n${adopted.errors}`);
  return { steps, before, shared, after: await now(), tooEarly, plan: await plan() };
}

const givesOver = /give (its|the) fields over/;

/** Changes the declaration, and applies it in the documented way. */
export async function change(
  { way, terminal, run }: Tenancy,
  edit: (spec: TenantSpec) => TenantSpec,
): Promise<void> {
  const file = `${way.tenant}.yaml`;
  const spec: TenantSpec = parse(readFileSync(join(terminal.folder, file), 'utf8'));
  terminal.write(file, stringify(edit(spec)));
  await run(
    `rustfs-tenant render ${file} > objects.yaml\nkubectl apply --server-side --force-conflicts -f objects.yaml`,
  );
}

function liveObjects(namespace: string): string {
  const kinds = 'statefulset,service,serviceaccount,poddisruptionbudget,configmap,secret';
  return `kubectl get ${kinds} -n ${namespace} --show-managed-fields -o yaml`;
}

interface Identified {
  readonly metadata?: { readonly uid?: string };
}

function uidsOf(objects: readonly Identified[]): string[] {
  return objects.map(({ metadata }) => metadata?.uid ?? '').sort();
}

interface Owned {
  readonly metadata: {
    readonly managedFields?: readonly { readonly manager: string; readonly subresource?: string }[];
  };
}

/** Of the kinds that a declaration makes. */
async function ownersIn({ api }: ControlPlane, namespace: string): Promise<string[]> {
  const kinds = [
    `/apis/apps/v1/namespaces/${namespace}/statefulsets`,
    `/api/v1/namespaces/${namespace}/services`,
    `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`,
  ];
  const objects = await Promise.all(kinds.map((path) => listOf<Owned>(api, path)));
  const entries = objects.flat().flatMap(({ metadata }) => metadata.managedFields ?? []);
  const names = entries.filter(({ subresource }) => subresource === undefined).map(({ manager }) => manager);
  return [...new Set(names)].filter((name) => name !== 'kubectl-last-applied').sort();
}
