import { joinDocuments, ordered, toYaml } from '../yaml';
import { folderProof } from './folder-proof';
import { formerOthers } from './former-others';
import type { Io } from './io';
import type { Loaded } from './load';
import { keptLock, lockProblems, type OpenLock } from './lock';
import { outputFiles } from './output-files';
import { writeFolder } from './output-folder';
import { hasErrors, problemLines } from './report';

export interface RenderOptions {
  readonly json: boolean;
  readonly out: string | undefined;
}

/** Prints or writes the objects of all tenants; with an error anywhere it does neither. */
export function renderCommand(
  loaded: Loaded,
  lock: OpenLock | undefined,
  { json, out }: RenderOptions,
  io: Io,
): number {
  if (out !== undefined) return renderFolder(loaded, lock, out, io);
  const problems = [...loaded.problems, ...lockProblems(loaded, lock)];
  io.printError(problems.map(problemLines).join(''));
  if (hasErrors(problems)) return 1;
  io.print(json ? listJson(loaded) : yamlText(loaded));
  return 0;
}

function renderFolder(loaded: Loaded, lock: OpenLock | undefined, out: string, io: Io): number {
  const former = formerOthers(out, loaded);
  const outputs = outputFiles(loaded, former.superseded);
  const proof = folderProof(lock, loaded, out, outputs);
  const problems = [...loaded.problems, ...proof.problems];
  io.printError([...proof.notices, ...problems.map(problemLines)].join(''));
  if (hasErrors(problems)) return 1;
  if (former.refusals.length > 0) {
    io.printError([...former.refusals, nothingWritten].map((text) => `${text}\n`).join(''));
    return 1;
  }
  const beside = lock === undefined ? undefined : keptLock(loaded.tenants, lock, proof.lock?.lock);
  return writeFolder(out, outputs, beside, io);
}

const nothingWritten =
  'Nothing was written. Remove these files (git rm), or put the inputs back. What is rendered from elsewhere wants another --out.';

function yamlText({ others, tenants }: Loaded): string {
  return joinDocuments([...others.map(({ text }) => text), ...tenants.map(({ objects }) => toYaml(objects))]);
}

function listJson({ others, tenants }: Loaded): string {
  const objects = tenants.flatMap((tenant) => tenant.objects.map(ordered));
  const items = [...others.map(({ value }) => value), ...objects];
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)}\n`;
}
