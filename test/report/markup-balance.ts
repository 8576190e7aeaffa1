/** The tags that are not closed, or close nothing; empty for well-formed XML with escaped text. */
export function unbalancedTags(xml: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, end, name = '', rest = ''] of xml.matchAll(/<(\/?)([a-zA-Z]*)((?:"[^"<]*"|[^"<>])*)/g)) {
    if (name === '') wrong.push(`<${rest}`);
    else if (end === '/') {
      if (open.pop() !== name) wrong.push(`/${name}`);
    } else if (!rest.endsWith('/')) open.push(name);
  }
  const bareAmpersands = xml.match(/&(?!(?:amp|lt|gt|quot|#39);)/g) ?? [];
  return [...wrong, ...open, ...bareAmpersands];
}
