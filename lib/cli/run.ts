import type { ParseOptions } from '../manifest/parse-tenants';
import { layoutHtml } from '../report/layout-html';
import { layoutSvg } from '../report/layout-svg';
import { TenantError } from '../tenant/problem';
import { adoptCommand } from './adopt-command';
import { readArguments, type Values } from './args';
import { checkCommand } from './check-command';
import { forgetCall, forgetCommand } from './forget-command';
import { help } from './help';
import { readInputs } from './inputs';
import { UsageError, type Io } from './io';
import { layoutCommand, sketchCommand, type LayoutOptions } from './layout-command';
import { loadTenants, type Loaded } from './load';
import { lockFileOf, openLock, openSaidLock, tellLockAbove, type OpenLock } from './lock';
import { aloneInFolder, aloneWith } from './output-folder';
import { planCommand } from './plan-command';
import { planCall } from './plan-call';
import { renderCommand } from './render-command';
import { runbookCall, runbookCommand } from './runbook-command';
import { sketchedTenant, wishOf } from './sketch';
import { suggestCommand } from './suggest-command';
import { version } from './version';

/** Runs the command line and says the exit code: 0 fine, 1 the input has problems, 2 wrong usage. */
export function run(args: readonly string[], io: Io): number {
  try {
    return dispatch(args, io);
  } catch (cause) {
    // What an option makes of a declaration is refused as the declaration would be.
    if (cause instanceof TenantError) {
      io.printError(`${cause.message}\n`);
      return 1;
    }
    if (!isUsageError(cause)) throw cause;
    io.printError(`${cause.message}\nSee rustfs-tenant --help.\n`);
    return 2;
  }
}

function dispatch(args: readonly string[], io: Io): number {
  const read = readArguments(args);
  if (read.call === 'help') return printed(io, help);
  if (read.call === 'version') return printed(io, `${version()}\n`);
  const { call, files, values } = read;
  const json = values.json ?? false;
  switch (call) {
    case 'render':
      if (json && values.out !== undefined) throw new UsageError('--json and --out do not go together.');
      return render(files, values, io);
    case 'check':
      return checkCommand(loaded(files, values, io), lockOf(files, values, io), { json }, io);
    case 'plan':
      return planCommand(planCall(files, values), parseOptions(values), io);
    case 'runbook': {
      const { kind, files: named } = runbookCall(files);
      const input = loaded(named, values, io);
      const told = () => runbookCommand(kind, input, lockOf(named, values, io), values, io);
      return values.record === true ? aloneWith(lockFileOf(named, values.lock), io, told) : told();
    }
    case 'forget': {
      const asked = forgetCall(files, values);
      const lockFile = lockFileOf(asked.files, values.lock);
      const options = parseOptions(values);
      return aloneWith(lockFile, io, () => forgetCommand(asked, lockFile, values.lock, options, io));
    }
    case 'adopt':
      return adoptCommand(readInputs(files, io), values.tenant, io);
    case 'layout':
      return layoutCommand(loaded(files, values, io), values.tenant, layoutOptions(values), io);
    case 'layout --pools': {
      const coding = { parity: values.parity, setDrives: values['set-drives'] };
      return sketchCommand(
        sketchedTenant(values.pools ?? '', values.drive, coding),
        layoutOptions(values),
        io,
      );
    }
    case 'layout --suggest': {
      const { usable, survive, nodes, 'drives-per-node': drivesPerNode, drive } = values;
      return suggestCommand(wishOf({ usable, survive, nodes, drivesPerNode, drive }), { json }, io);
    }
  }
}

function render(files: readonly string[], values: Values, io: Io): number {
  const { out, json = false } = values;
  const lockFile = lockFileOf(files, values.lock);
  const input = loaded(files, values, io);
  // What a run that was stopped left to do belongs to the lock as well, so it is finished before the lock is read.
  if (out === undefined) return renderCommand(input, lockOf(files, values, io), { json, out }, io);
  return aloneInFolder(out, lockFile, io, () => renderCommand(input, openLock(lockFile), { json, out }, io));
}

function lockOf(files: readonly string[], { lock: said }: Values, io: Io): OpenLock | undefined {
  const lock = openSaidLock(lockFileOf(files, said), said);
  tellLockAbove(files, lock, io);
  return lock;
}

function printed(io: Io, text: string): number {
  io.print(text);
  return 0;
}

function loaded(files: readonly string[], values: Values, io: Io): Loaded {
  return loadTenants(readInputs(files, io), parseOptions(values));
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

function layoutOptions({ json = false, svg, html }: Values): LayoutOptions {
  return {
    json,
    files: [
      ...(svg === undefined ? [] : [{ name: svg, write: layoutSvg }]),
      ...(html === undefined ? [] : [{ name: html, write: layoutHtml }]),
    ],
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
