import type { parseAllDocuments } from 'yaml';

/** YAML 1.1 as Kubernetes' tools read it: with merge keys and octal numbers, without its times and dates. */
export const kubernetesYaml: ParseOptionsOfYaml = {
  version: '1.1',
  customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !isTime(tag)),
};

type ParseOptionsOfYaml = NonNullable<Parameters<typeof parseAllDocuments>[1]>;

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
