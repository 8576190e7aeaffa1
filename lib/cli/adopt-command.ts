import { adoptTenant, type Adoption } from '../adopt/adopt';
import type { Change } from '../adopt/changes';
import { handoverText } from '../adopt/handover/step';
import type { Input } from './inputs';
import type { Io } from './io';
import { problemLines } from './report';

/**
 * Prints the declaration of a live tenant, ready to be kept as a file; what it changes and how to hand over go to
 * standard error. With a problem there is no declaration.
 */
export function adoptCommand(inputs: readonly Input[], tenant: string | undefined, io: Io): number {
  const adoption = adoptTenant(inputs, tenant === undefined ? {} : { tenant });
  if (adoption.declaration === undefined) {
    io.printError(adoption.problems.map(problemLines).join(''));
    io.printError('No declaration was written.\n');
    return 1;
  }
  io.print(adoption.declaration);
  io.printError(report(adoption));
  return 0;
}

function report({ tenant = '', changes, notes, handover }: Adoption): string {
  const rolling = changes.filter(({ rolls }) => rolls);
  const others = changes.filter(({ rolls }) => !rolls);
  return [
    `${tenant}: the declaration was composed and compared; its identity is that of the live objects.\n`,
    section('Restarts the pods, one at a time in each StatefulSet:', rolling) || 'Restarts no pod.\n',
    section('Changes without a restart:', others),
    ...notes.map((note) => `${note}\n`),
    '\nTo hand over, step by step, each with its check:\n\n',
    handoverText(handover),
  ].join('');
}

function section(title: string, changes: readonly Change[]): string {
  if (changes.length === 0) return '';
  const objects = [...new Set(changes.map(({ object }) => object))];
  const lines = objects.flatMap((object) => [
    `  ${object}`,
    ...changes.filter((change) => change.object === object).map(({ text }) => `    ${text}`),
  ]);
  return `${title}\n${lines.join('\n')}\n`;
}
