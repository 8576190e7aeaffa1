import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { readArguments } from '../../lib/cli/args';
import { runCli } from '../support/run-cli';

const gitops = join(__dirname, '../../examples/gitops');

/** The texts of all files below a folder, by their path in it. */
function filesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

describe('the GitOps example', () => {
  test('has committed what the command line renders', () => {
    const out = mkdtempSync(join(tmpdir(), 'deploy-'));
    try {
      const lock = () => readFileSync(join(gitops, 'tenants/rustfs-tenant.lock.yaml'), 'utf8');
      const committed = lock();
      const { code, errors } = runCli(['render', join(gitops, 'tenants'), '--out', out]);
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(filesBelow(join(gitops, 'deploy'))).toEqual(filesBelow(out));
      expect(lock()).toBe(committed);
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  test('makes claims that Argo CD neither prunes nor deletes', () => {
    const file = join(gitops, 'deploy/storage/media/60-statefulset-media-pool-0.yaml');
    const { spec } = parse(readFileSync(file, 'utf8'));
    expect(spec.volumeClaimTemplates).toHaveLength(1);
    expect(spec.volumeClaimTemplates[0].metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    });
  });

  test('has an Application that points at a rendered folder, and is not called as its tenant', () => {
    const { metadata, spec } = parse(readFileSync(join(gitops, 'argocd/media.yaml'), 'utf8'));
    expect(existsSync(join(gitops, spec.source.path, 'kustomization.yaml'))).toBe(true);
    expect(spec.source.path).toBe(`deploy/${spec.destination.namespace}/media`);
    expect(metadata.name).not.toBe('media');
    expect(spec.source).not.toHaveProperty('kustomize');
  });

  test('puts no two StatefulSets of a tenant in different sync waves', () => {
    const texts = Object.values(filesBelow(join(gitops, 'deploy'))).join('\n');
    expect(texts).not.toContain('argocd.argoproj.io/sync-wave');
  });
});

describe('the pull requests of the GitOps example', () => {
  const readme = readFileSync(join(gitops, 'README.md'), 'utf8');
  const shown = [
    ...readme.matchAll(/^\$ npx rustfs-tenant (plan \S+ \S+); echo \$\?\n([\s\S]*?)^```$/gm),
  ].map(([, call = '', printed = '']) => ({ call, printed }));

  test('are five', () => {
    expect(shown.map(({ call }) => call.replace(/.*\//, ''))).toEqual([
      'grow-claims',
      'add-pool',
      'retire-pool',
      'rotate',
      'reorder',
    ]);
  });

  test.each(shown)('$call prints what the README shows', ({ call, printed }) => {
    process.chdir(gitops);
    const { code, output, errors } = runCli(call.split(' '));
    expect(errors).toBe('');
    expect(`${output}${code}\n`).toBe(printed);
  });

  test.each(['grow-claims', 'add-pool', 'rotate'])(
    '%s has the lock that render makes of that on main',
    (name) => {
      const folder = mkdtempSync(join(tmpdir(), 'lock-'));
      try {
        const committed = join(gitops, 'pull-requests', name);
        const [file, lock] = [join(folder, 'media.yaml'), join(folder, 'rustfs-tenant.lock.yaml')];
        writeFileSync(file, readFileSync(join(committed, 'media.yaml')));
        writeFileSync(lock, readFileSync(join(gitops, 'tenants/rustfs-tenant.lock.yaml')));
        runCli(['render', file, '--out', join(folder, 'deploy')]);
        expect(readFileSync(lock, 'utf8')).toBe(
          readFileSync(join(committed, 'rustfs-tenant.lock.yaml'), 'utf8'),
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  test('reorder the pools beside the lock that has their order', () => {
    const lock = (name: string) =>
      readFileSync(join(gitops, 'pull-requests', name, 'rustfs-tenant.lock.yaml'), 'utf8');
    expect(lock('reorder')).toBe(lock('add-pool'));
  });

  test('retire a pool with the lock that the runbook writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'retire-'));
    try {
      const before = join(gitops, 'pull-requests/add-pool');
      const file = join(folder, 'media.yaml');
      const lock = join(folder, 'rustfs-tenant.lock.yaml');
      writeFileSync(file, readFileSync(join(before, 'media.yaml')));
      writeFileSync(lock, readFileSync(join(before, 'rustfs-tenant.lock.yaml')));
      const why = ['--reason', 'its nodes are leaving', '--date', '2026-11-25'];
      runCli(['runbook', 'retire-pool', file, '--pool', 'pool-0', '--record', ...why]);
      const committed = join(gitops, 'pull-requests/retire-pool/rustfs-tenant.lock.yaml');
      expect(readFileSync(lock, 'utf8')).toBe(readFileSync(committed, 'utf8'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the CI of the GitOps example', () => {
  /** The scripts of a pipeline, as its shell gets them. */
  const scripts: [file: string, script: string][] = [
    [
      'github-actions.yaml',
      parse(readFileSync(join(gitops, 'ci/github-actions.yaml'), 'utf8'))
        .jobs.plan.steps.map(({ run = '' }: { run?: string }) => run)
        .join('\n'),
    ],
    [
      'gitlab-ci.yaml',
      parse(readFileSync(join(gitops, 'ci/gitlab-ci.yaml'), 'utf8'))['storage-plan'].script.join('\n'),
    ],
  ];

  test.each(scripts)('%s has scripts that a shell understands', (_, script) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each(scripts)('%s calls the tool as it wants to be called', (_, script) => {
    const calls = [...script.matchAll(/npx rustfs-tenant ([^>|\n]+)/g)].map(([, args = '']) => args.trim());
    expect(calls).toEqual(['render tenants --out deploy', 'plan ../before/tenants tenants --markdown']);
    for (const call of calls) expect(() => readArguments(call.split(' '))).not.toThrow();
  });

  test.each([
    [0, 0],
    [3, 0],
    [4, 0],
    [5, 1],
    [1, 1],
    [2, 2],
  ])('GitHub Actions, after a plan that ends with %d, ends with %d', (planned, ended) => {
    const [, script] = scripts[0] ?? [];
    const plan = (script ?? '').slice((script ?? '').indexOf('git worktree add'));
    const stubs = `git() { :; }; gh() { :; }; npx() { return ${planned}; }`;
    const folder = mkdtempSync(join(tmpdir(), 'ci-'));
    const { status } = spawnSync('bash', ['-e', '-c', `${stubs}\n${plan}`], { cwd: folder, stdio: 'ignore' });
    rmSync(folder, { recursive: true });
    expect(status).toBe(ended);
  });

  test.each([
    [0, 0],
    [3, 0],
    [4, 4],
    [5, 5],
    [1, 1],
  ])('GitLab, after a plan that ends with %d, ends with %d', (planned, ended) => {
    const [, script] = scripts[1] ?? [];
    const plan = (script ?? '').slice((script ?? '').indexOf('git worktree add'));
    const stubs = `git() { :; }; curl() { :; }; npx() { return ${planned}; }`;
    const folder = mkdtempSync(join(tmpdir(), 'ci-'));
    const { status } = spawnSync('bash', ['-e', '-c', `${stubs}\n${plan}`], { cwd: folder, stdio: 'ignore' });
    rmSync(folder, { recursive: true });
    expect(status).toBe(ended);
  });
});
