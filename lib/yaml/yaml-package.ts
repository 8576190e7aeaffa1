import type * as Yaml from 'yaml';

/** The `yaml` package, loaded when it is first needed: it costs more time to load than all of this library. */
export function yamlPackage(): typeof Yaml {
  // An import() would make every caller asynchronous.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('yaml');
}
