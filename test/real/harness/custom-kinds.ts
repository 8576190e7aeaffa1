import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ApiServer } from '../control-plane/api-server';
import { eventually } from '../control-plane/eventually';

/** Schemas of other projects' custom resources, where RUSTFS_TEST_DATA names the folder; see test/support/kubernetes-schema.ts. */
const folder = join(
  resolve(process.env.RUSTFS_TEST_DATA ?? join(__dirname, '../../../../shared/data')),
  'crds',
);

/** Has the API server know a namespaced kind: by its project's own schema where we have it, else with any fields. */
export async function serveKind(api: ApiServer, apiVersion: string, kind: string): Promise<void> {
  const [group = '', version = ''] = apiVersion.split('/');
  const singular = kind.toLowerCase();
  const plural = `${singular}s`;
  const name = `${plural}.${group}`;
  await api.create({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular, listKind: `${kind}List` },
      versions: [
        { name: version, served: true, storage: true, schema: { openAPIV3Schema: schemaOf(name, version) } },
      ],
    },
  });
  await eventually(`${kind} is served`, async () => {
    const { body } = await api.request('GET', `/apis/${apiVersion}`);
    return JSON.stringify(body).includes(`"${plural}"`) ? true : undefined;
  });
}

function schemaOf(name: string, version: string): unknown {
  const file = join(folder, `${name}.json`);
  if (!existsSync(file)) return { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const { versions }: { versions: Readonly<Record<string, unknown>> } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return versions[version];
}
