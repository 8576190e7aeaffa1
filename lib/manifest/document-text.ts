import type { parseAllDocuments, ScalarTag, Tags } from 'yaml';
import { decimalNumber, decimalValue, wholeNumber, wholeValue } from '../yaml/kubernetes-numbers';

/** YAML 1.1 as Kubernetes' tools read it: with merge keys and numbers as Go has them, without its times and dates. */
export const kubernetesYaml: ParseOptionsOfYaml = {
  version: '1.1',
  customTags: (tags) => tags.flatMap(asKubernetesReads),
};

type ParseOptionsOfYaml = NonNullable<Parameters<typeof parseAllDocuments>[1]>;

function asKubernetesReads(tag: Tags[number]): Tags {
  if (typeof tag === 'string') return [tag];
  if (!isNumber(tag)) return tag.tag === 'tag:yaml.org,2002:timestamp' ? [] : [tag];
  // Other forms of numbers have a format each: with a prefix, an exponent, or as times.
  if (tag.format !== undefined) return [];
  if (tag.tag === whole) return [{ ...tag, test: wholeNumber, resolve: wholeValue }];
  return [tag.test?.test('.inf') === true ? tag : { ...tag, test: decimalNumber, resolve: decimalValue }];
}

const whole = 'tag:yaml.org,2002:int';

function isNumber(tag: Exclude<Tags[number], string>): tag is ScalarTag {
  return tag.tag === whole || tag.tag === 'tag:yaml.org,2002:float';
}

/** A document's text without the marks around it; nothing else of it changes. */
export function documentText(text: string): string {
  const comments = String.raw`((?:[ \t]*(?:#[^\n]*)?\r?\n)*)`;
  const unmarked = text
    .replace(new RegExp(`^${comments}---(?:[ \\t]*\\r?\\n|[ \\t]+|$)`), '$1')
    .replace(/^(?:[ \t]*\r?\n)+/, '')
    .replace(/\n\.\.\.[ \t]*(?:\r?\n)*$/, '\n');
  return unmarked.endsWith('\n') ? unmarked : `${unmarked}\n`;
}
