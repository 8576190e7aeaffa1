/** One step of the hand-over, with a check that it did what it should. */
export interface HandoverStep {
  /** What is done, and why. */
  readonly text: string;
  /** What to run: in one shell, one after the other, and no further than the first that fails. */
  readonly commands: readonly string[];
  /** How to see that it went well; the next step is for afterwards. */
  readonly check: string;
  /** What shows it, run in the same way; where it did not go well, the last one fails. */
  readonly checkCommands: readonly string[];
}

/** Steps as lines for a terminal. */
export function handoverText(steps: readonly HandoverStep[]): string {
  return steps
    .map(({ text, commands, check, checkCommands }, i) =>
      [
        ...wrapped(`${i + 1}. ${text}`),
        ...commands.map(indented),
        ...wrapped(`   Check: ${check}`),
        ...checkCommands.map(indented),
        '',
      ].join('\n'),
    )
    .join('');
}

function indented(command: string): string {
  return command.replace(/^/gm, '     ');
}

/** Lines of at most 100 characters, further ones indented. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || (last.trim() !== '' && last.length + word.length >= 100)) {
      lines.push(last === undefined ? word : `   ${word}`);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
}
