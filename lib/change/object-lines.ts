import type { ObjectChange } from './object-change';

/** The objects of which something is to be told, and how many others there are. */
export function toldObjects(objects: readonly ObjectChange[]): {
  readonly told: readonly ObjectChange[];
  readonly same: number;
} {
  const told = objects.filter(({ change, stays = [] }) => change !== 'unchanged' || stays.length > 0);
  return { told, same: objects.length - told.length };
}

/** What is said of an object beside the fields that differ, a line each. */
export function linesOf({ notes = [], command, stays = [] }: ObjectChange): string[] {
  const managers = [...new Set(stays.map((each) => each.managers.join(', ')))];
  return [
    ...notes,
    ...(command === undefined ? [] : [`No apply deletes it, only what prunes: ${command}`]),
    ...managers.map((names) => {
      const fields = stays.filter((each) => each.managers.join(', ') === names).map(({ field }) => field);
      const [it, they] = fields.length === 1 ? ['it stays', 'it'] : ['they stay', 'them'];
      return `NEW has no ${fields.join(', ')}, and ${it}: ${names} owns ${they}. How to take over: docs/field-owners.md`;
    }),
  ];
}
