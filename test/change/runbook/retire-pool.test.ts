import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step } from '../../../lib/change/runbook';
import { present } from '../../support/composed';
import { twoPools } from '../../support/specs';
import { made } from './runbooks';
import { inShell } from './shell';

const retire = (pool: string) => made('retire-pool', twoPools, { pool });

function step(pool: string, title: string): Step {
  return present(retire(pool).steps.find((each) => each.title.startsWith(title)));
}

describe('A decommission that failed', () => {
  const goOn = present(step('pool-1', 'If it has failed').commands);

  test('is told by the objects that failed, as the log of its first server has them', () => {
    const line = (object: string) =>
      `{"level":"ERROR","message":"decommission_pool: decommission_object err Io(Custom { kind: Other, error: DataMovementStageError { rendered: \\"decommission_object: put_object failed for ${object}: Precondition failed\\", source: PreconditionFailed } })"}`;
    const file = '.rustfs.sys/buckets/media/.usage-cache.bin';
    const log = [line(file), line(file), '{"message":"fine"}', line('media/a b.jpg')].join('\n');
    const { stdout, calls } = inShell(present(goOn[0]), { kubectl: `cat <<'LOG'\n${log}\nLOG` });
    expect(calls).toEqual(['kubectl logs acme-pool-1-0 -n storage -c rustfs']);
    expect(stdout.split('\n').map((each) => each.trim())).toEqual([
      `2 failed for ${file}: Precondition failed`,
      '1 failed for media/a b.jpg: Precondition failed',
      '',
    ]);
  });

  test("loses the scanner's files on the drives of its pool, and no object of anybody", () => {
    const drives = mkdtempSync(join(tmpdir(), 'drives-'));
    const make = (path: string) => {
      const folder = join(drives, path);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'xl.meta'), '');
      return folder;
    };
    const scanner = [
      'rustfs0/.rustfs.sys/buckets/.usage-cache.bin',
      'rustfs0/.rustfs.sys/buckets/.usage-cache.bin.bkp',
      'rustfs3/.rustfs.sys/buckets/media/.usage-cache.bin',
      'rustfs3/.rustfs.sys/buckets/media/.usage-cache.bin.bkp',
    ].map(make);
    const others = [
      'rustfs0/media/.usage-cache.bin',
      'rustfs0/media/a/.usage-cache.bin.bkp',
      'rustfs0/.rustfs.sys/buckets/media/.metadata.bin',
      'rustfs0/.rustfs.sys/buckets/media/.usage-cache.bin.mine',
      'rustfs0/.rustfs.sys/buckets/media/deep/.usage-cache.bin',
      'rustfs0/.rustfs.sys/config/.usage-cache.bin',
      'rustfs0/.rustfs.sys/pool.bin',
    ].map(make);
    try {
      const { calls, status } = inShell(present(goOn[1]).replaceAll('/data/', `${drives}/`), {
        kubectl: 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
      });
      expect(status).toBe(0);
      expect(calls.map((call) => /exec (\S+) -n storage -c rustfs/.exec(call)?.[1])).toEqual(
        [0, 1, 2, 3].map((server) => `acme-pool-1-${server}`),
      );
      expect(scanner.filter((file) => existsSync(file))).toEqual([]);
      expect(others.filter((file) => !existsSync(file))).toEqual([]);
    } finally {
      rmSync(drives, { recursive: true });
    }
  });

  test('starts again only when what is on record could be cleared', () => {
    const again = `POOL=1; admin() { echo "$*"; ${'[ "$2" != "v3/pools/clear?by-id=true&pool=1" ]'}; }; ${goOn[2]}`;
    expect(inShell(again, {}).stdout).toBe('POST v3/pools/clear?by-id=true&pool=1\n');
  });

  test('does not let the pool leave: only a complete one may', () => {
    const { steps } = retire('pool-1');
    const [goes, leaves] = ['If it has failed', 'Merge the prepared'].map((title) =>
      steps.findIndex((each) => each.title.startsWith(title)),
    );
    expect(leaves).toBe((goes ?? 0) + 1);
    expect(steps[goes ?? 0]?.check.expect).toMatch(/^complete is true\./);
  });
});

describe('Deleted keys, whose markers the first pool has', () => {
  const keys = ['gone', 'there', 'forbidden', 'a b'];
  const aws = `
case "$2" in
  list-objects-v2) printf '%s\\n' ${keys.map((key) => `'${key}'`).join(' ')} ;;
  head-object)
    case "$6" in
      gone | 'a b') echo 'An error occurred (404) when calling the HeadObject operation: Not Found' >&2; exit 254 ;;
      forbidden) echo 'An error occurred (403) when calling the HeadObject operation: Forbidden' >&2; exit 254 ;;
    esac ;;
esac`;

  test('are noted before the start, where reading them says 404 and nothing else', () => {
    const script = [
      ...present(step('pool-0', 'Note which deleted keys').commands),
      'cat "deleted-$BUCKET.keys"',
    ].join('\n');
    expect(inShell(script, { aws }).stdout).toBe('gone\na b\n');
  });

  test('are deleted again, unless somebody has written them since', () => {
    const again = present(step('pool-0', 'Delete again').commands).join('\n');
    const noted = `echo 2026-11-28T12:00:00Z > deleted-name-of-the-bucket.since; printf '%s\\n' old new missing > deleted-name-of-the-bucket.keys`;
    const dated = `[ "$2" = head-object ] || exit 0
case "$6" in
  old) echo 2026-11-27T23:59:59+00:00 ;;
  new) echo 2026-11-28T12:00:01+00:00 ;;
  *) exit 254 ;;
esac`;
    const { calls } = inShell(`${noted}\n${again}`, { aws: dated });
    expect(calls.filter((call) => call.includes('delete-object'))).toEqual([
      'aws s3api delete-object --bucket name-of-the-bucket --key old',
    ]);
  });

  test('do not come back when another pool retires', () => {
    const titles = retire('pool-1').steps.map(({ title }) => title);
    expect(titles.filter((title) => /deleted keys|Delete again/.test(title))).toEqual([]);
    const first = retire('pool-0').steps.map(({ title }) => title);
    const [note, start, leave, again] = ['Note which', 'Start the', 'Merge the', 'Delete again'].map(
      (title) => first.findIndex((each) => each.startsWith(title)),
    );
    expect([note, start, leave, again]).toEqual(
      [note, start, leave, again].toSorted((a = 0, b = 0) => a - b),
    );
    expect(note).toBeGreaterThan(0);
  });
});
