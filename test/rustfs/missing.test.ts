import { spawnSync } from 'node:child_process';
import { missing, programs, type Host } from './missing';

const able: Host = {
  binary: '/opt/rustfs',
  isExecutable: () => true,
  platform: 'linux',
  userId: 0,
  hasProgram: () => true,
};

describe('Where real servers cannot run, one line says what to do', () => {
  test.each<[string, Partial<Host>, string]>([
    ['no variable', { binary: undefined }, 'set RUSTFS_BINARY to the path of a rustfs program'],
    ['an empty variable', { binary: '' }, 'set RUSTFS_BINARY to the path of a rustfs program'],
    ['no program', { isExecutable: () => false }, 'RUSTFS_BINARY is /opt/rustfs, and there is no program'],
    ['another system', { platform: 'darwin' }, 'run it as root on Linux'],
    ['another user', { userId: 1000 }, 'run it as root on Linux'],
    ['no user ids', { userId: undefined }, 'run it as root on Linux'],
    ['no tools', { hasProgram: (name) => name !== 'ip' && name !== 'setpriv' }, 'ip, setpriv not found'],
  ])('%s', (_, lacking, reason) => {
    const line = missing({ ...able, ...lacking });
    expect(line).toContain(reason);
    expect(line).not.toContain('\n');
  });

  test.each(programs)('without %s', (program) => {
    expect(missing({ ...able, hasProgram: (name) => name !== program })).toContain(`${program} not found`);
  });

  test('where all is there, nothing is said', () => {
    expect(missing(able)).toBeUndefined();
  });

  test('the suite itself then ends well', () => {
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'test/rustfs/run.ts'], {
      encoding: 'utf8',
      env: { ...process.env, RUSTFS_BINARY: '' },
    });
    expect({ status, lines: stdout.trim().split('\n') }).toEqual({
      status: 0,
      lines: [missing({ ...able, binary: '' })],
    });
  });
});
