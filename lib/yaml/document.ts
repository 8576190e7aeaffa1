import { objectOrder } from './order';
import { ordered } from './ordered';
import { plainYaml } from './plain-yaml';
import { yamlPackage } from './yaml-package';

/** How cdk8s calls the `yaml` package (cdk8s yaml.ts). */
const cdk8sOptions = { keepUndefined: true, lineWidth: 0, version: '1.1' } as const;

/**
 * One value as a YAML document, byte for byte what cdk8s prints for it. Nearly all documents take the fast path; what
 * it does not know is left to the `yaml` package.
 */
export function documentYaml(value: object): string {
  return plainYaml(value) ?? yamlPackage().stringify(value, cdk8sOptions);
}

/** An object as the YAML document that cdk8s prints for it, in cdk8s' order of fields. */
export function objectYaml(object: object): string {
  return plainYaml(object, objectOrder) ?? documentYaml(ordered(object));
}
