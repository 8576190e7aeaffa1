/** A step of a hand-over as `rustfs-tenant adopt` prints it. */
export interface PrintedStep {
  readonly text: string;
  readonly commands: string;
  readonly checkCommands: string;
}

/** The steps that stand at the end of what `adopt` prints on standard error. */
export function printedSteps(report: string): PrintedStep[] {
  const [, list = ''] = report.split('To hand over, step by step, each with its check:\n\n');
  return list.split(/^(?=\d+\. )/m).map((step) => {
    const [doing = '', checking = ''] = step.split(/^ {3}Check: /m);
    return { text: textOf(doing), commands: commandsOf(doing), checkCommands: commandsOf(checking) };
  });
}

function commandsOf(part: string): string {
  const lines = part.split('\n').filter((line) => line.startsWith('     '));
  return lines.map((line) => line.slice(5)).join('\n');
}

function textOf(part: string): string {
  const lines = part.split('\n').filter((line) => !line.startsWith('     '));
  return lines
    .map((line) => line.trim())
    .join(' ')
    .trim();
}
