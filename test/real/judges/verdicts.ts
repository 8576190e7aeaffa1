import { spawnSync } from 'node:child_process';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { Manifest } from '../control-plane/api-server';
import { kubernetesVersion, pathOf, type Program } from '../control-plane/programs';
import { statefulSetsAmong } from '../every-example/surroundings';
import { schemaFile } from './schemas';

/** What a judge prints; it ends with 1 where it has found something. */
function judged(program: Program, input: string, ...parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(pathOf(program), parameters, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0 && status !== 1) throw new Error(`${program} ended with ${status}: ${stderr}`);
  if (stdout === '') throw new Error(`${program} says nothing. ${stderr}`);
  return stdout;
}

function documents(objects: readonly Manifest[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}

/** Why Pod Security `restricted` refuses the pods of each template, by the API server's own evaluator. */
export function podSecurity(templates: readonly PodTemplateSpec[]): string[][] {
  const said: string[][] = JSON.parse(judged('pod-security', JSON.stringify(templates)));
  return said;
}

/** The pod templates among some objects. */
export function templatesAmong(objects: readonly Manifest[]): PodTemplateSpec[] {
  return statefulSetsAmong(objects).flatMap(({ spec }) => (spec === undefined ? [] : [spec.template]));
}

/** What kubeconform says against objects, by the schemas in a folder. */
export function kubeconform(folder: string, objects: readonly Manifest[]): string[] {
  const output = judged(
    'kubeconform',
    documents(objects),
    '-strict',
    '-output=json',
    '-summary',
    `-schema-location=${folder}/${schemaFile}`,
  );
  const { resources, summary }: Conformity = JSON.parse(output);
  const counted = Object.values(summary).reduce((sum, count) => sum + count, 0);
  if (counted !== objects.length) throw new Error(`kubeconform has read ${counted} of ${objects.length}.`);
  return resources.map(({ kind, name, msg }) => `${kind} ${name}: ${msg}`);
}

interface Conformity {
  readonly resources: readonly { readonly kind: string; readonly name: string; readonly msg: string }[];
  readonly summary: Readonly<Record<'valid' | 'invalid' | 'errors' | 'skipped', number>>;
}

/** The findings of kube-score about objects that are applied together: its checks, and what they say. */
export function kubeScore(objects: readonly Manifest[]): Finding[] {
  const minor = kubernetesVersion.split('.').slice(0, 2).join('.');
  const output = judged(
    'kube-score',
    documents(objects),
    'score',
    '--output-format=json',
    `--kubernetes-version=v${minor}`,
    '-',
  );
  const scored: readonly Scored[] = JSON.parse(output);
  return scored.flatMap(({ object_name: object, checks }) =>
    checks
      .filter(({ skipped, grade }) => !skipped && grade < allOk)
      .flatMap(({ check, comments }) =>
        (comments ?? []).map(({ path, summary }) => ({
          check: check.id,
          object,
          says: `${path} ${summary}`.trim(),
        })),
      ),
  );
}

/** The grade of what is as it should be (kube-score, scorecard/scorecard.go). */
const allOk = 10;

export interface Finding {
  readonly check: string;
  readonly object: string;
  readonly says: string;
}

interface Scored {
  readonly object_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
  }[];
}
