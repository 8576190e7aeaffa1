import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
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
      const { code, errors } = runCli(['render', join(gitops, 'tenants'), '--out', out]);
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(filesBelow(join(gitops, 'deploy'))).toEqual(filesBelow(out));
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
