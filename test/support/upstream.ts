import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Tenant manifests that the operator's project publishes, which are not kept beside the code. They lie in the
 * folder that RUSTFS_TEST_DATA names.
 */
const folder = join(
  resolve(process.env.RUSTFS_TEST_DATA ?? join(__dirname, '../../../shared/data')),
  'upstream-tenants',
);

/** The manifests by the names of their files; none where the folder is absent. */
export const upstreamManifests: readonly (readonly [file: string, text: string])[] = existsSync(folder)
  ? readdirSync(folder)
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')])
  : [];
