import { counted } from '../../counted';
import { error, warning, type Problem } from '../../tenant/problem';
import type { ObservedTenant } from '../observed';

/** What a server is started with may name other drives than `RUSTFS_VOLUMES`, which then counts for nothing. */
export function startCommandProblems(before: ObservedTenant | undefined, now: ObservedTenant): Problem[] {
  return [...commandProblems(before, now), ...(before === undefined ? [] : programProblems(before, now))];
}

function commandProblems(before: ObservedTenant | undefined, now: ObservedTenant): Problem[] {
  return now.pools.flatMap(({ name, key, startCommand, relativeFrom }, i) => {
    const old = before?.pools.find((pool) => pool.key === key);
    const former = old?.startCommand ?? [];
    if (old?.relativeFrom !== undefined && relativeFrom !== undefined && relativeFrom !== old.relativeFrom) {
      return [startsElsewhere(name, i, old.relativeFrom, relativeFrom)];
    }
    if (former.join('\n') === startCommand.join('\n')) return [];
    return [
      error(
        `pools[${i}]`,
        'start-command-changed',
        `The servers of "${name}" would start with ${commandText(startCommand)} instead of ${commandText(former)}. RustFS takes the ` +
          'drives that it is given there before those of RUSTFS_VOLUMES, so the objects could be looked for elsewhere.',
        'Put command and args of the container back as they were.',
      ),
    ];
  });
}

/** Another program writes to the drives as it likes. */
function programProblems(before: ObservedTenant, now: ObservedTenant): Problem[] {
  return now.pools.flatMap(({ name, key, image }, i) => {
    const former = before.pools.find((pool) => pool.key === key)?.image;
    if (former === undefined || programOf(former) === programOf(image) || isRustfs(programOf(image))) {
      return [];
    }
    return [
      warning(
        `pools[${i}]`,
        'start-command-changed',
        `The servers of "${name}" would run ${image} instead of ${former}. Whether that is RustFS is not known; another program may change or ` +
          'delete what lies on the drives.',
        'See that it is RustFS, under another name.',
      ),
    ];
  });
}

/** Not what manages it or looks at it. */
function isRustfs(program: string): boolean {
  return /rustfs/i.test(program) && !/operator|console|exporter/i.test(program);
}

/** The name of an image, without its registry, tag and digest. */
function programOf(image: string): string {
  return /(?:^|\/)([^/:@]*)(?:[:@][^/]*)?$/.exec(image)?.[1] ?? image;
}

function startsElsewhere(name: string, i: number, from: string, to: string): Problem {
  return error(
    `pools[${i}]`,
    'start-command-changed',
    `The servers of "${name}" would start in ${to} instead of ${from}, and a path that they are told begins there: the objects, or ` +
      'the keys, would be looked for elsewhere.',
    'Put workingDir of the container back as it was.',
  );
}

/** The words themselves may hold credentials. */
function commandText(words: readonly string[]): string {
  return words.length === 0
    ? "the image's entrypoint or RustFS alone"
    : `a command of ${counted(words.length, 'word')}`;
}
