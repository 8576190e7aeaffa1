import type { ScalarTag, Tags } from 'yaml';
import { decimalNumber, wholeNumber } from './kubernetes-numbers';
import { objectOrder } from './order';
import { ordered } from './ordered';
import { plainYaml } from './plain-yaml';
import { yamlPackage } from './yaml-package';

/** How cdk8s calls the `yaml` package (cdk8s yaml.ts), and what has to be quoted beside. */
const cdk8sOptions = {
  keepUndefined: true,
  lineWidth: 0,
  version: '1.1',
  customTags: (tags: Tags): Tags => [...tags, ...[wholeNumber, decimalNumber].map(quotedTexts)],
} as const;

/** Texts of this form are quoted, as if they were numbers; no value is written by it. */
function quotedTexts(test: RegExp): ScalarTag {
  return { tag: 'tag:yaml.org,2002:float', default: true, identify: () => false, test, resolve: String };
}

/**
 * One value as a YAML document, byte for byte what cdk8s prints for it, but for texts such as `0o17`: cdk8s leaves them
 * plain, and Kubernetes' tools would read numbers. Nearly all documents take the fast path; what it does not know is left to
 * the `yaml` package.
 */
export function documentYaml(value: object): string {
  return plainYaml(value) ?? yamlPackage().stringify(value, cdk8sOptions);
}

/** An object as the YAML document that cdk8s prints for it, in cdk8s' order of fields. */
export function objectYaml(object: object): string {
  return plainYaml(object, objectOrder) ?? documentYaml(ordered(object));
}
