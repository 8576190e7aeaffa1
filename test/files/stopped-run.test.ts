import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { markerName } from '../../lib/files/exclusive';
import { isHalfWritten, journalName } from '../../lib/files/journal';
import { builtProgram } from '../support/built-program';
import { runCli } from '../support/run-cli';
import { acme, twoPools } from '../support/specs';

/**
 * A real process, killed by SIGKILL at each of its calls that change a file: just before it, and in the middle of what
 * it writes.
 */
const killer = `
const fs = require('node:fs');
const at = Number(process.env.KILL_AT);
let calls = 0;
for (const name of ['openSync', 'writeSync', 'fsyncSync', 'renameSync', 'rmSync', 'mkdirSync']) {
  const call = fs[name];
  fs[name] = (...args) => {
    if (name === 'openSync' && args[1] === 'r') return call(...args);
    calls += 1;
    if (calls === at) {
      if (name === 'writeSync') call(args[0], Buffer.from(args[1]).subarray(0, Math.ceil(args[1].length / 2)));
      process.kill(process.pid, 'SIGKILL');
    }
    return call(...args);
  };
}
process.on('exit', () => { if (process.env.KILL_COUNT) fs.writeFileSync(process.env.KILL_COUNT, String(calls)); });
`;

let root: string;
let program: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'stopped-'));
  program = builtProgram(root);
  writeFileSync(join(root, 'killer.cjs'), killer);
});
afterAll(() => rmSync(root, { recursive: true }));

/** Files come, change and go. */
const before = acme;
const after = { ...twoPools, serviceAccountName: 'mine' };

/** A folder in which the old tenant is rendered, and the new one declared. */
function prepared(name: string): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'tenants'), { recursive: true });
  const declare = (spec: object) => writeFileSync(join(folder, 'tenants/acme.yaml'), JSON.stringify(spec));
  declare(before);
  runCli(['render', join(folder, 'tenants'), '--out', join(folder, 'deploy')]);
  declare(after);
  return folder;
}

function render(folder: string, environment: Record<string, string> = {}) {
  return spawnSync(
    process.execPath,
    ['--require', join(root, 'killer.cjs'), program, 'render', 'tenants', '--out', 'deploy'],
    { cwd: folder, env: { ...process.env, ...environment } },
  );
}

/** The same in this process, to see what a next run makes of it. */
function renderHere(folder: string): number {
  return runCli(['render', join(folder, 'tenants'), '--out', join(folder, 'deploy')]).code;
}

/** What is in the rendered folder, and the lock. What a killed process had prepared aside is no part of it. */
function state(folder: string): Record<string, string> {
  const paths = ['deploy', 'tenants/rustfs-tenant.lock.yaml'].flatMap((name) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    if (name.endsWith('.yaml')) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && !entry.parentPath.includes(journalName) && entry.name !== markerName,
      )
      .map((entry) => join(entry.parentPath, entry.name));
  });
  return Object.fromEntries(paths.sort().map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

describe('A run of render --out that is killed', () => {
  test('leaves, at whatever call, the old folder and lock or the new ones: whole, or after the next look', () => {
    const old = prepared('old');
    const count = join(root, 'count');
    const finished = prepared('finished');
    expect(render(finished, { KILL_AT: '0', KILL_COUNT: count }).status).toBe(0);
    const calls = Number(readFileSync(count, 'utf8'));
    const [oldState, newState] = [state(old), state(finished)];
    expect(newState).not.toEqual(oldState);
    expect(calls).toBeGreaterThan(30);
    const seen = { old: 0, new: 0, resumed: 0 };
    for (let at = 1; at <= calls; at++) {
      const folder = join(root, `killed-${at}`);
      cpSync(old, folder, { recursive: true });
      expect(render(folder, { KILL_AT: String(at) }).signal).toBe('SIGKILL');
      const left = state(folder);
      // No file is ever half of anything.
      for (const [path, text] of Object.entries(left))
        expect([oldState[path], newState[path]]).toContain(text);
      if (isHalfWritten(join(folder, 'deploy'))) {
        // The next run finishes it before it reads anything, even one that is refused for its input.
        writeFileSync(join(folder, 'tenants/acme.yaml'), 'name: ""\n');
        expect(renderHere(folder)).toBe(1);
        expect(state(folder)).toEqual(newState);
        seen.resumed += 1;
      } else if (JSON.stringify(left) === JSON.stringify(newState)) {
        seen.new += 1;
      } else {
        expect(left).toEqual(oldState);
        expect(renderHere(folder)).toBe(0);
        expect(state(folder)).toEqual(newState);
        seen.old += 1;
      }
      rmSync(folder, { recursive: true });
    }
    expect(Math.min(seen.old, seen.new, seen.resumed)).toBeGreaterThan(0);
  }, 400_000);

  test('is left to end by Ctrl-C', () => {
    const folder = prepared('interrupted');
    const interrupting = `
      const fs = require('node:fs');
      const rename = fs.renameSync;
      fs.renameSync = (...args) => { rename(...args); process.kill(process.pid, 'SIGINT'); };
    `;
    writeFileSync(join(root, 'interrupting.cjs'), interrupting);
    execFileSync(
      process.execPath,
      ['--require', join(root, 'interrupting.cjs'), program, 'render', 'tenants', '--out', 'deploy'],
      { cwd: folder },
    );
    expect(Object.keys(state(folder)).some((path) => path.includes('acme-pool-1'))).toBe(true);
    expect(existsSync(join(folder, 'deploy', journalName))).toBe(false);
  });

  test('is told to whoever plans with its folder', () => {
    const folder = prepared('planned');
    mkdirSync(join(folder, 'deploy', journalName));
    writeFileSync(join(folder, 'deploy', journalName, 'changes.json'), '{"moves":[],"removals":[]}');
    const { code, errors } = runCli(['plan', join(folder, 'deploy'), join(folder, 'tenants')]);
    expect(code).toBe(2);
    expect(errors).toContain('is half written');
  });

  test.each([
    ['out of the folder', { moves: [{ from: '0', to: '../evil.yaml' }], removals: [] }],
    ['to any other file', { moves: [], removals: ['../tenants/acme.yaml'] }],
    ['through a link', { moves: [{ from: '0', to: 'link/evil.yaml' }], removals: [] }],
    ['from another place', { moves: [{ from: '../../tenants/acme.yaml', to: 'evil.yaml' }], removals: [] }],
    ['to nothing known', { files: [] }],
  ])('must not be followed %s, as its journal may have come with a clone', (_, journal) => {
    const folder = prepared(`evil-${_.replaceAll(' ', '-')}`);
    execFileSync('ln', ['-s', dirname(folder), join(folder, 'deploy/link')]);
    mkdirSync(join(folder, 'deploy', journalName));
    writeFileSync(join(folder, 'deploy', journalName, '0'), 'x');
    writeFileSync(join(folder, 'deploy', journalName, 'changes.json'), JSON.stringify(journal));
    const { code, errors } = runCli(['render', join(folder, 'tenants'), '--out', join(folder, 'deploy')]);
    expect(code).toBe(2);
    expect(errors).toContain('is of no run with these arguments');
    expect(existsSync(join(folder, 'evil.yaml'))).toBe(false);
    expect(existsSync(join(folder, 'tenants/acme.yaml'))).toBe(true);
  });
});
