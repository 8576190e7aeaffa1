import { counted } from '../counted';
import type { ObjectChange } from './object-change';
import { linesOf, toldObjects } from './object-lines';
import { objectTitle } from './objects';
import type { ChangePlan, TenantPlan } from './plan';
import { planFacts, tenantWords, verdictWords } from './plan-words';
import type { Problem } from '../tenant/problem';

/** The plan for a terminal: what happens to the data first, then every object. */
export function planText(plan: ChangePlan): string {
  const parts = [
    ...plan.tenants.filter(({ verdict }) => verdict !== 'none').map(tenantText),
    objectsText(plan.objects),
    `Verdict: ${verdictWords[plan.verdict]}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function tenantText(plan: TenantPlan): string {
  const facts = planFacts(plan);
  const width = Math.max(...facts.map(([name]) => name.length), 0) + 2;
  return [
    `${plan.tenant}: ${tenantWords(plan)}`,
    ...facts.map(([name, value]) => `  ${name.padEnd(width)}${value}`),
    ...plan.problems.map(problemText),
  ].join('\n');
}

function problemText({ path, code, severity, message, fix }: Problem): string {
  const where = path === '' ? '' : `${path}: `;
  return `  ${severity === 'error' ? 'Refused' : 'Mind'}: ${where}${message} [${code}]\n    Way out: ${fix}`;
}

function objectsText(objects: readonly ObjectChange[]): string {
  const { told, same } = toldObjects(objects);
  const lines = told.flatMap((object) => [
    `  ${object.change.padEnd(11)}${objectTitle(object)}`,
    ...object.fields.map((field) => `             ${field}`),
    ...linesOf(object).map((note) => `             ${note}`),
  ]);
  return ['Objects', ...lines, `  ${counted(same, 'object')} unchanged`].join('\n');
}
