import { toYaml } from '../../yaml';
import type { TenantRunbook } from './index';
import type { Requirement, Step, Table } from './runbook';

/** A runbook as Markdown: to read, to tick off, to keep with the change. */
export function runbookMarkdown(runbook: TenantRunbook): string {
  const parts = [
    `# ${runbook.title}`,
    ...runbook.summary,
    '## Before you start',
    'Paste these into your shell; the commands below use them, and `jq`.',
    shell(runbook.functions),
    ...runbook.requirements.map(requirementPart),
    ...runbook.tables.map(tablePart),
    ...runbook.steps.flatMap((step, i) => stepParts(step, i + 1)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function requirementPart({ text, commands = [] }: Requirement): string {
  return commands.length === 0 ? `- [ ] ${text}` : `- [ ] ${text}\n\n${indented(shell(commands))}`;
}

function tablePart({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`## ${title}`, [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')].join(
    '\n\n',
  );
}

function stepParts(
  { title, text, commands = [], by, objects = [], check, back }: Step,
  number: number,
): string[] {
  return [
    `## Step ${number}: ${title}`,
    ...(text === undefined ? [] : [text]),
    ...(commands.length === 0 ? [] : [shell(commands)]),
    ...(by === undefined
      ? []
      : [
          `With kubectl:`,
          shell(by.kubectl),
          'With Argo CD:',
          shell(by.argocd),
          'With Flux:',
          shell(by.flux),
        ]),
    ...(objects.length === 0 ? [] : [objectsPart(objects)]),
    `**Go on when** ${check.expect}`,
    ...(check.commands.length === 0 ? [] : [shell(check.commands)]),
    `**To go back:** ${back}`,
  ];
}

function objectsPart(objects: readonly object[]): string {
  return `<details><summary>The YAML</summary>\n\n${fenced('yaml', toYaml(objects))}\n\n</details>`;
}

function shell(commands: readonly string[]): string {
  return fenced('sh', `${commands.join('\n')}\n`);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\`\`\``;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
