import type { LivePool } from './live-tenant';
import { listAt } from './value';

/** How a server is started. */
export interface ServerStart {
  /** The addresses of the drives that the arguments name; undefined where they name none. */
  readonly volumes: string | undefined;
  /** What a declaration cannot say of it, in words; values are never told, since some are secrets. */
  readonly unsaid: readonly UnsaidStart[];
}

/** A part of the start that a declaration has no word for. */
export interface UnsaidStart {
  readonly part: string;
  readonly fix: string;
}

/**
 * Reads `command` and `args` as the image's entrypoint and the server do: paths are the drives and win over
 * RUSTFS_VOLUMES, `server` is the default command (rc.3 entrypoint.sh, rustfs/src/config/cli.rs 67 and 268-280).
 */
export function startOf({ container }: Pick<LivePool, 'container'>): ServerStart {
  const command = texts(listAt(container, 'command'));
  const words = [...command, ...texts(listAt(container, 'args'))];
  const [program = '/entrypoint.sh'] = command;
  if (!['/entrypoint.sh', '/usr/bin/rustfs', 'rustfs'].includes(program)) {
    return { volumes: undefined, unsaid: [ownProgram(program)] };
  }
  const isBinary = program !== '/entrypoint.sh';
  const rest = withoutFirst(withoutFirst(withoutFirst(words, '/entrypoint.sh'), ...binary), 'server');
  const flags = rest.filter((word) => word.startsWith('-'));
  if (flags.length > 0) return { volumes: undefined, unsaid: flags.map(flag) };
  // The entrypoint passes nothing but paths on alone; beside addresses it passes the image's own /data.
  const isRead = rest.every((word) => word.startsWith('/') || (isBinary && /^https?:/.test(word)));
  if (!isRead)
    return { volumes: undefined, unsaid: [{ part: 'the arguments of the server', fix: byVolumes }] };
  return { volumes: rest.length === 0 ? undefined : rest.join(' '), unsaid: [] };
}

const binary: readonly string[] = ['/usr/bin/rustfs', 'rustfs'];

const byVolumes =
  'Say the drives in RUSTFS_VOLUMES and leave the arguments out; that restarts the pods once. Then adopt.';

function ownProgram(program: string): UnsaidStart {
  return {
    part: `the program "${program}" that starts the server and may give it other drives`,
    fix: 'Start RustFS itself: leave command and args out, which restarts the pods once. Then adopt.',
  };
}

function flag(word: string): UnsaidStart {
  const name = word.replace(/=.*$/s, '');
  const variable = `RUSTFS_${name.replace(/^-+/, '').replaceAll('-', '_').toUpperCase()}`;
  const isLong = /^--[a-z][-a-z]*$/.test(name);
  return {
    part: `the argument ${isLong ? name : 'of one letter'} of the server`,
    fix: isLong
      ? `Say it by its variable, ${variable}, and leave the argument out; that restarts the pods once. Then adopt.`
      : byVolumes,
  };
}

function withoutFirst(words: readonly string[], ...names: readonly string[]): readonly string[] {
  return names.includes(words[0] ?? '') ? words.slice(1) : words;
}

function texts(list: readonly unknown[]): string[] {
  return list.filter((word) => typeof word === 'string');
}
