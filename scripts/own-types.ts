import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../lib/tenant');

/** The types of the declaration that are this project's, by name. Kubernetes' own are told by its documentation. */
export const ownTypes: ReadonlySet<string> = new Set(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/^export (?:interface|type) (\w+)/gm),
    ])
    .flatMap(([, name]) => name ?? []),
);
