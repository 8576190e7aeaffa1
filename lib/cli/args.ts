import { parseArgs } from 'node:util';
import { UsageError } from './io';

/** Every flag of the command line. */
const flags = {
  out: { type: 'string' },
  json: { type: 'boolean' },
  namespace: { type: 'string' },
  'cluster-domain': { type: 'string' },
  compatibility: { type: 'string' },
  tenant: { type: 'string' },
  svg: { type: 'string' },
  html: { type: 'string' },
  pools: { type: 'string' },
  drive: { type: 'string' },
  parity: { type: 'string' },
  'set-drives': { type: 'string' },
  suggest: { type: 'boolean' },
  usable: { type: 'string' },
  survive: { type: 'string' },
  nodes: { type: 'string' },
  'drives-per-node': { type: 'string' },
  lock: { type: 'string' },
  live: { type: 'string' },
  manager: { type: 'string' },
  markdown: { type: 'boolean' },
  pool: { type: 'string' },
  size: { type: 'string' },
  image: { type: 'string' },
  secret: { type: 'string' },
  'rpc-secret': { type: 'string' },
  server: { type: 'string' },
  app: { type: 'string' },
  record: { type: 'boolean' },
  reason: { type: 'string' },
  date: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type Flag = keyof typeof flags;

const readingFlags: readonly Flag[] = ['json', 'namespace', 'cluster-domain', 'compatibility'];

/** The flags of each way to call the tool. */
const flagsOf = {
  render: [...readingFlags, 'out', 'lock'],
  check: [...readingFlags, 'lock'],
  plan: [...readingFlags, 'lock', 'live', 'manager', 'markdown'],
  runbook: [
    ...readingFlags,
    ...['lock', 'tenant', 'pool', 'size', 'image', 'secret', 'rpc-secret', 'server', 'drive', 'app'],
    ...['record', 'reason', 'date'],
  ],
  forget: ['namespace', 'cluster-domain', 'compatibility', 'lock', 'reason', 'date'],
  adopt: ['tenant'],
  layout: [...readingFlags, 'tenant', 'svg', 'html'],
  'layout --pools': ['json', 'svg', 'html', 'pools', 'drive', 'parity', 'set-drives'],
  'layout --suggest': ['json', 'suggest', 'usable', 'survive', 'nodes', 'drives-per-node', 'drive'],
} as const satisfies Record<string, readonly Flag[]>;

/** A way to call the tool. */
export type Call = keyof typeof flagsOf;

/** The flags as they were given. */
export type Values = ReturnType<typeof parse>['values'];

/** What the arguments ask for. */
export type Arguments =
  | { readonly call: 'help' }
  | { readonly call: 'version' }
  | { readonly call: Call; readonly files: readonly string[]; readonly values: Values };

/**
 * Reads the arguments.
 *
 * @throws {UsageError} or Node's own ERR_PARSE_ARGS errors when they ask for nothing sensible.
 */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  if (values.help === true) return { call: 'help' };
  if (values.version === true) return { call: 'version' };
  const [command, ...files] = positionals;
  const call = callOf(command, values);
  const allowed: readonly string[] = flagsOf[call];
  const stray = Object.keys(values).find((flag) => !allowed.includes(flag));
  if (stray !== undefined) throw new UsageError(`--${stray} does not go with ${call}.`);
  const readsFiles = !call.startsWith('layout --');
  if (call === 'forget' && files.length === 0) {
    throw new UsageError(
      'Which tenant? rustfs-tenant forget NAMESPACE/NAME --reason TEXT --date 2026-11-25.',
    );
  }
  if (readsFiles && files.length === 0) {
    throw new UsageError(`Which file? rustfs-tenant ${call} FILE..., or - for standard input.`);
  }
  if (!readsFiles && files.length > 0)
    throw new UsageError(`${call} reads no file, but there is ${files.join(' ')}.`);
  return { call, files, values };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: flags });
}

const commands = 'render, check, plan, runbook, forget, adopt and layout';

function callOf(command: string | undefined, values: Values): Call {
  if (command === undefined) throw new UsageError(`Which command? There are ${commands}.`);
  const direct = (['render', 'check', 'plan', 'runbook', 'forget', 'adopt'] as const).find(
    (name) => name === command,
  );
  if (direct !== undefined) return direct;
  if (command !== 'layout') {
    throw new UsageError(`There is no command "${command}"; there are ${commands}.`);
  }
  if (values.suggest === true) return 'layout --suggest';
  return values.pools === undefined ? 'layout' : 'layout --pools';
}
