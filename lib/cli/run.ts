import { parseArgs } from 'node:util';
import type { ParseOptions } from '../manifest/parse-tenants';
import { checkCommand } from './check-command';
import { help } from './help';
import { readInputs } from './inputs';
import { UsageError, type Io } from './io';
import { load } from './load';
import { renderCommand } from './render-command';
import { version } from './version';

/** Runs the command line and says the exit code: 0 fine, 1 the input has problems, 2 wrong usage. */
export function run(args: readonly string[], io: Io): number {
  try {
    return dispatch(args, io);
  } catch (cause) {
    if (!isUsageError(cause)) throw cause;
    io.printError(`${cause.message}\nSee rustfs-tenant --help.\n`);
    return 2;
  }
}

function dispatch(args: readonly string[], io: Io): number {
  const { values, positionals } = parse(args);
  if (values.help === true) {
    io.print(help);
    return 0;
  }
  if (values.version === true) {
    io.print(`${version()}\n`);
    return 0;
  }
  const [command, ...files] = positionals;
  if (command === undefined) throw new UsageError('Which command? There are render and check.');
  if (command !== 'render' && command !== 'check') {
    throw new UsageError(`There is no command "${command}"; there are render and check.`);
  }
  if (files.length === 0)
    throw new UsageError(`Which file? rustfs-tenant ${command} FILE..., or - for standard input.`);
  const json = values.json ?? false;
  if (command === 'check' && values.out !== undefined) throw new UsageError('--out goes with render.');
  if (json && values.out !== undefined) throw new UsageError('--json and --out do not go together.');
  const loaded = load(readInputs(files, io), parseOptions(values));
  return command === 'check'
    ? checkCommand(loaded, { json }, io)
    : renderCommand(loaded, { json, out: values.out }, io);
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      json: { type: 'boolean' },
      namespace: { type: 'string' },
      'cluster-domain': { type: 'string' },
      compatibility: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
}

function parseOptions(values: Values): ParseOptions {
  const { namespace, compatibility, 'cluster-domain': clusterDomain } = values;
  if (compatibility !== undefined && compatibility !== 'operator') {
    throw new UsageError(`--compatibility is "operator" or left out, not "${compatibility}".`);
  }
  return {
    ...(namespace !== undefined && { namespace }),
    ...(clusterDomain !== undefined && { clusterDomain }),
    ...(compatibility !== undefined && { compatibility }),
  };
}

/** Node's own complaints about arguments are usage errors as well. */
function isUsageError(cause: unknown): cause is { message: string } {
  if (cause instanceof UsageError) return true;
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'code' in cause &&
    /^ERR_PARSE_ARGS/.test(String(cause.code))
  );
}
