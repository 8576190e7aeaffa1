import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TenantRunbook } from '../../../lib/change/runbook';
import { toYaml } from '../../../lib/yaml';
import { openSession, type Outcome, type Session } from './session';
import type { Terminal } from '../harness/terminal';

export type Step = TenantRunbook['steps'][number];

/** What somebody does who follows a runbook, beside typing what it prints. */
export interface Hands {
  /** What the runbook leaves to be filled in, by its placeholder. */
  readonly fills?: Readonly<Record<string, string>>;
  /** What is typed where a command asks for it. */
  readonly typed?: string;
  /** What a step says in words, by the start of its title or comment: edits of the declaration, a merge. */
  readonly does?: Readonly<Record<string, () => unknown>>;
}

/** What the commands of a step did that they should not have done. */
export interface Misstep extends Outcome {
  readonly step: string;
  readonly wanted: string;
}

/** The variables with which a session finds the servers: see kubectl.sh. */
export function surroundings(root: string, port: number, kubectl: string): Readonly<Record<string, string>> {
  const bin = join(root, 'hands');
  mkdirSync(bin, { recursive: true });
  cpSync(join(__dirname, 'kubectl.sh'), join(bin, 'kubectl'));
  const program = (name: string, text: string) =>
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${text}\n`, { mode: 0o755 });
  // Nobody waits: a loop that looks every minute is left, as by Ctrl-C, after its first look.
  program(
    'sleep',
    `[ "$1" != 60 ] || mkdir "$PODS/looked" 2> /dev/null || { rmdir "$PODS/looked"; exit 1; }`,
  );
  // One key of the bucket is listed, and cannot be read.
  program(
    'aws',
    `case "$*" in
  *list-objects-v2*) printf 'kept\\ndeleted\\n' ;;
  *'--key deleted'*LastModified*) echo 2020-01-01T00:00:00+00:00 ;;
  *delete-object*) touch "$PODS/deleted-again" ;;
  *'--key deleted'*) echo 'An error occurred (404)' >&2; exit 254 ;;
esac`,
  );
  program('vault', 'exit 0');
  writeFileSync(join(root, '.curlrc'), `connect-to = "::127.0.0.1:${port}"\ninsecure\n`);
  mkdirSync(join(root, 'pods'), { recursive: true });
  return { KUBECTL: kubectl, PODS: join(root, 'pods'), CURL_HOME: root, HANDS: bin };
}

/** Follows a runbook from its first line to its last, with kubectl, and tells where it does not do what it says. */
export async function rehearse(
  terminal: Terminal,
  session: Session,
  { functions, requirements, steps }: TenantRunbook,
  { fills = {}, typed = 'typed-secret', does = {} }: Hands,
): Promise<readonly Misstep[]> {
  const missteps: Misstep[] = [];
  const type = async (step: string, printed: string) => {
    const command = Object.entries(fills).reduce(
      (text, [gap, value]) => text.replaceAll(gap, value),
      printed,
    );
    const outcome = await session.type(command, command.startsWith('read -rs') ? typed : undefined);
    const wanted = missed(outcome);
    if (wanted !== undefined) missteps.push({ step, wanted, ...outcome });
  };
  const done = async (said: string) => {
    const [, what] = Object.entries(does).find(([start]) => said.startsWith(start)) ?? [];
    await what?.();
  };
  for (const each of functions) await type('Functions', each);
  for (const { text, commands = [] } of requirements) for (const each of commands) await type(text, each);
  for (const { title, text, commands = [], by, objects = [], check } of steps) {
    await done(title);
    if (text?.includes('as certificates.yaml')) terminal.write('certificates.yaml', toYaml(objects));
    const others = /^(argocd|flux) /;
    for (const each of [...commands, ...(by?.kubectl ?? []), ...check.commands]) {
      if (each.startsWith('#')) await done(each);
      else if (!others.test(each)) await type(title, each);
    }
    if (missteps.length > 0) break;
  }
  return missteps;
}

/** What the command should have done and did not: end well, and print what stands behind it. */
export function missed({ command, code, output, errors }: Outcome): string | undefined {
  const said = output.trim();
  const [, note] = /   # (\S+)$/.exec(command) ?? [];
  if (note === 'none') return said === '' ? undefined : 'nothing';
  if (note !== undefined && /^(\d+|true|false|yes)$/.test(note)) return said === note ? undefined : note;
  // What only looks for something may find nothing.
  if (code === 1 && said === '' && /\| grep [^|]*$/.test(command)) return undefined;
  if (code !== 0) return 'exit code 0';
  if (/(^|&& )healthy(?!\()\b/.test(command)) return said.endsWith('200') ? undefined : '200';
  if (/rustfs-tenant plan --live/.test(command))
    return /nothing changes/i.test(said) ? undefined : 'nothing changes';
  if (command.startsWith('echo "${ALONE')) return said === 'yes' ? undefined : 'yes';
  if (/&& echo (same|all|accepted|another)\b/.test(command))
    return /same|all|accepted|another/.test(said) ? undefined : 'its word';
  return /STOP|^No: /.test(said + errors) ? 'no STOP' : undefined;
}

/** A session in a folder of its own, under version control. */
export async function startSession(
  terminal: Terminal,
  variables: Readonly<Record<string, string>>,
): Promise<Session> {
  rmSync(join(terminal.folder, '.git'), { recursive: true, force: true });
  const session = openSession(terminal, variables);
  await session.type('PATH="$HANDS:$PATH"');
  return session;
}
