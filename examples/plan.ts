import { planChange, planText, type TenantSpec } from 'rustfs-constructs';

/** Stops a change that would lose data, and says what any other does. */
export function reviewed(before: TenantSpec, after: TenantSpec): string {
  const plan = planChange(before, after);
  if (plan.verdict === 'refused') throw new Error(planText(plan));
  return planText(plan);
}
