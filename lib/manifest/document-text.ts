import type { parseAllDocuments, ScalarTag, Tags } from 'yaml';

/** YAML 1.1 as Kubernetes' tools read it: with merge keys and octal numbers, without its times and dates. */
export const kubernetesYaml: ParseOptionsOfYaml = {
  version: '1.1',
  customTags: (tags) =>
    tags
      .filter((tag) => typeof tag === 'string' || !isTime(tag))
      .map((tag) => (isExponential(tag) ? { ...tag, test: exponential } : tag)),
};

/** A number with an exponent begins with a digit; `e1` and the pod name `e-0` are texts. */
const exponential = /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)[eE][-+]?[0-9]+$/;

type ParseOptionsOfYaml = NonNullable<Parameters<typeof parseAllDocuments>[1]>;

function isExponential(tag: Tags[number]): tag is ScalarTag {
  return typeof tag !== 'string' && 'format' in tag && tag.format === 'EXP';
}

function isTime({ tag, format }: { tag: string; format?: string }): boolean {
  return tag === 'tag:yaml.org,2002:timestamp' || format === 'TIME';
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
