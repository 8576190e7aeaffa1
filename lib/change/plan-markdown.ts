import { counted } from '../counted';
import type { ObjectChange } from './object-change';
import { linesOf, toldObjects } from './object-lines';
import { objectTitle } from './objects';
import type { ChangePlan, TenantPlan } from './plan';
import { planFacts, tenantWords, verdictWords } from './plan-words';

/** The plan as a comment on a pull request: the verdict and the words in sight, the objects folded away. */
export function planMarkdown(plan: ChangePlan): string {
  const parts = [
    `### RustFS plan: ${verdictWords[plan.verdict]}`,
    ...plan.tenants.filter(({ verdict }) => verdict !== 'none').map(tenantPart),
    objectsPart(plan.objects),
  ];
  return `${parts.join('\n\n')}\n`;
}

function tenantPart(plan: TenantPlan): string {
  const facts = planFacts(plan).map(([name, value]) => `| ${name} | ${cell(value)} |`);
  const problems = plan.problems.map(({ path, code, severity, message, fix }) => {
    const where = path === '' ? '' : ` at \`${path}\``;
    return `- **${severity === 'error' ? 'Refused' : 'Mind'}**${where} (\`${code}\`): ${cell(message)}\n  Way out: ${cell(fix)}`;
  });
  const table = facts.length === 0 ? [] : ['| | |', '| --- | --- |', ...facts];
  return [
    `**${plan.tenant}: ${tenantWords(plan)}**`,
    ...(table.length === 0 ? [] : [table.join('\n')]),
    ...(problems.length === 0 ? [] : [problems.join('\n')]),
  ].join('\n\n');
}

function objectsPart(objects: readonly ObjectChange[]): string {
  const { told, same: others } = toldObjects(objects);
  const rows = told.map((object) => {
    const fields = object.fields.map((field) => `\`${field}\``);
    const texts = [...fields, ...linesOf(object).map(cell)].join('<br>');
    return `| ${object.change} | ${cell(objectTitle(object))} | ${texts} |`;
  });
  const same = `${counted(others, 'object')} unchanged`;
  if (rows.length === 0) return `${same}.`;
  return [
    `<details><summary>${counted(told.length, 'object')} changed, ${same}</summary>`,
    ['| Change | Object | Fields |', '| --- | --- | --- |', ...rows].join('\n'),
    '</details>',
  ].join('\n\n');
}

/** Text in which nothing is taken for markup. */
function cell(text: string): string {
  return text.replaceAll(/[|<>*_`\\]/g, (character) => `\\${character}`);
}
