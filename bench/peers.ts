import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './measure';
import type { Row } from './row';

const root = join(__dirname, '..');

/** Another way to Kubernetes objects. */
interface Peer {
  readonly work: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** Whole processes by the clock; where a program is not installed, its row says so. */
export function peerRows(runs: number): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    // A copy, because the lock of a rendered folder lies beside the declaration.
    const declaration = join(folder, 'media.yaml');
    copyFileSync(join(root, 'examples/media.yaml'), declaration);
    const render = [join(root, 'build/lib/cli/main.js'), 'render', declaration];
    const rendered = join(folder, 'rendered');
    execFileSync(process.execPath, [...render, '--out', rendered], { stdio: 'ignore' });
    return peers(render, join(rendered, 'storage/media')).map((peer) => peerRow(peer, runs * 3));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function peers(render: readonly string[], tenant: string): Peer[] {
  const service = ['service', 'clusterip', 'media-io', '--tcp=9000:9000'];
  return [
    { work: '`rustfs-tenant render` of one tenant', program: process.execPath, args: render },
    {
      work: '`helm template` of the official chart (its folder in RUSTFS_CHART)',
      program: 'helm',
      args: ['template', 'media', process.env.RUSTFS_CHART ?? ''],
    },
    { work: '`kustomize build` of the rendered tenant', program: 'kustomize', args: ['build', tenant] },
    { work: '`kubectl kustomize` of the rendered tenant', program: 'kubectl', args: ['kustomize', tenant] },
    {
      work: '`kubectl create --dry-run=client` of one Service',
      program: 'kubectl',
      args: ['create', ...service, '--dry-run=client', '-o', 'yaml'],
    },
  ];
}

function peerRow({ work, program, args }: Peer, runs: number): Row {
  const isMissingChart = program === 'helm' && process.env.RUSTFS_CHART === undefined;
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    times.push(performance.now() - start);
    if (error !== undefined) return { work, measured: `${program} is not installed`, goal: '' };
    if (isMissingChart) return { work, measured: 'no chart in RUSTFS_CHART', goal: '' };
    if (status !== 0) return { work, measured: `failed: ${stderr.trim().split('\n')[0]}`, goal: '' };
  }
  return { work, measured: `${median(times).toFixed(0)} ms by the clock`, goal: '' };
}
