import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLock } from 'rustfs-constructs';
import { BusyError, exclusively, fileMarker, folderMarker } from '../../lib/files/exclusive';
import { journalName } from '../../lib/files/journal';
import { builtProgram } from '../support/built-program';
import { runCli } from '../support/run-cli';
import { acme, twoPools } from '../support/specs';

let root: string;
let program: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'exclusive-'));
  program = builtProgram(root);
});
afterAll(() => rmSync(root, { recursive: true }));

let folder: string;
let lockFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'run-'));
  lockFile = join(folder, 'rustfs-tenant.lock.yaml');
});

function declare(name: string, spec: object = acme): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, JSON.stringify({ ...spec, name }));
  return file;
}

function render(name: string, spec: object = acme) {
  return runCli(['render', declare(name, spec), '--out', join(folder, 'deploy')]);
}

/**
 * Renders in a process of its own. Who is told that another is writing here runs it again, as the message says: where the
 * machine is slow, those before it may take longer than it waits.
 */
async function renderElsewhere(file: string, ...before: string[]): Promise<number | null> {
  const args = [...before, program, 'render', file, '--out', join(folder, 'deploy')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return errors.includes('is writing here') ? renderElsewhere(file, ...before) : code;
}

function lockedNames(): string[] {
  return readLock(readFileSync(lockFile, 'utf8')).lock.tenants.map(({ name }) => name);
}

/** A process that has ended. */
function gone(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

function mark(marker: string, pid: number, host = hostname()): void {
  writeFileSync(marker, JSON.stringify({ pid, host }));
}

/** As if it had been written long ago. */
function age(marker: string): void {
  utimesSync(marker, 0, 0);
}

describe('Runs of render --out at the same time', () => {
  test('each leave their whole tenant, in one folder and one lock', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const codes = await Promise.all(names.map((name) => renderElsewhere(declare(name))));
    expect(codes).toEqual(names.map(() => 0));
    expect(lockedNames()).toEqual(names);
    for (const name of names) expect(readdirSync(join(folder, 'deploy/storage', name))).toHaveLength(7);
    expect(readdirSync(join(folder, 'deploy'))).toEqual(['storage']);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('of the same tenant leave it whole', async () => {
    const file = declare('acme');
    const codes = await Promise.all([1, 2, 3, 4].map(() => renderElsewhere(file)));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(readdirSync(join(folder, 'deploy/storage/acme'))).toHaveLength(7);
    expect(lockedNames()).toEqual(['acme']);
  });

  test.each([
    ['the folder', () => folderMarker(join(folder, 'deploy'))],
    ['the lock', () => fileMarker(lockFile)],
  ])('refuse when another does not let go of %s, and write nothing', (_, markerOf) => {
    mkdirSync(join(folder, 'deploy'));
    mark(markerOf(), process.ppid);
    const { code, errors } = render('acme');
    expect(code).toBe(1);
    expect(errors).toContain(`Process ${process.ppid} on ${hostname()} is writing here (${markerOf()}).`);
    expect(existsSync(lockFile)).toBe(false);
    expect(existsSync(join(folder, 'deploy/storage'))).toBe(false);
    expect(existsSync(markerOf())).toBe(true);
  });

  test('leave no folder that they had nothing to write to', () => {
    expect(render('acme', { ...acme, pools: [] }).code).toBe(1);
    expect(readdirSync(folder)).toEqual(['acme.yaml']);
  });

  test('do not take a prepared file that somebody has removed for one that is in its place', async () => {
    const thief = `
      const fs = require('node:fs');
      const rename = fs.renameSync;
      fs.renameSync = (from, to) => {
        if (to.endsWith('changes.json')) fs.rmSync(require('node:path').join(to, '../3'));
        rename(from, to);
      };
    `;
    writeFileSync(join(folder, 'thief.cjs'), thief);
    expect(await renderElsewhere(declare('acme'), '--require', join(folder, 'thief.cjs'))).toBe(2);
    expect(existsSync(join(folder, 'deploy', journalName))).toBe(true);
  });
});

describe('The marker of a process', () => {
  test.each([
    ['that is gone', (marker: string) => mark(marker, gone())],
    ['with the number of this one', (marker: string) => mark(marker, process.pid)],
    [
      'that was killed while it wrote the marker',
      (marker: string) => {
        writeFileSync(marker, '{"pid":1');
        age(marker);
      },
    ],
    [
      'of another machine, long ago',
      (marker: string) => {
        mark(marker, process.ppid, 'another');
        age(marker);
      },
    ],
  ])('%s is taken over', (_, leave) => {
    const marker = fileMarker(lockFile);
    leave(marker);
    expect(exclusively(marker, () => readFileSync(marker, 'utf8'))).toContain(`"pid":${process.pid}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of another machine is left to it', () => {
    const marker = fileMarker(lockFile);
    mark(marker, gone(), 'another');
    expect(() => exclusively(marker, () => 0)).toThrow(BusyError);
  });

  test('is taken away when the work fails', () => {
    const marker = fileMarker(join(folder, 'new/folder/lock.yaml'));
    const fail = () => {
      throw new Error('failed');
    };
    expect(() => exclusively(marker, fail)).toThrow('failed');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('A lock file', () => {
  test('that is a link stays one, and the file that it leads to is written', () => {
    mkdirSync(join(folder, 'locks'));
    symlinkSync('locks/real.yaml', lockFile);
    expect(render('acme').code).toBe(0);
    expect(render('acme', twoPools).code).toBe(0);
    expect(lstatSync(lockFile).isSymbolicLink()).toBe(true);
    expect(readlinkSync(lockFile)).toBe('locks/real.yaml');
    expect(readFileSync(join(folder, 'locks/real.yaml'), 'utf8')).toContain('pool-1');
    expect(readdirSync(join(folder, 'locks'))).toEqual(['real.yaml']);
  });

  test('whose line ends git has changed stays as it is until there is something to add', () => {
    render('acme');
    const windows = readFileSync(lockFile, 'utf8').replaceAll('\n', '\r\n');
    writeFileSync(lockFile, windows);
    expect(render('acme').output).not.toContain('lock');
    expect(readFileSync(lockFile, 'utf8')).toBe(windows);
    render('acme', twoPools);
    expect(readFileSync(lockFile, 'utf8')).toContain('pool-1');
  });
});
