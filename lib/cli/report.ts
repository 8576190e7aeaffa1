import { counted } from '../counted';
import type { FiledProblem } from './load';

/** A problem as lines of text, its place first, as editors and terminals link it. */
export function problemLines({ file, line, severity, path, code, message, fix }: FiledProblem): string {
  const where = path === '' ? '' : `${path}: `;
  return `${file}:${line}: ${severity}: ${where}${message} [${code}]\n    Fix: ${fix}\n`;
}

/** The problems as the documented JSON: a stable interface. */
export function problemsJson(problems: readonly FiledProblem[]): string {
  const rows = problems.map(({ file, line, tenant, path, code, severity, message, fix }) => ({
    file,
    line,
    tenant: tenant ?? null,
    path,
    code,
    severity,
    message,
    fix,
  }));
  return `${JSON.stringify({ problems: rows }, null, 2)}\n`;
}

/** How many of each, in words: `2 tenants: 1 error, no warnings`. */
export function summary(tenants: number, problems: readonly FiledProblem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const counts = [counted(errors, 'error'), counted(problems.length - errors, 'warning')].join(', ');
  return `${counted(tenants, 'tenant')} checked: ${counts}\n`;
}

/** Whether some problem refuses its tenant. */
export function hasErrors(problems: readonly FiledProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
