import { runProject } from './pulumi-engine';

/** Runs the program in a folder, preview and up, and prints what it makes: `run-pulumi.ts FOLDER [--typescript]`. */
async function main([folder = '.', flag]: readonly string[]): Promise<void> {
  for (const preview of [true, false]) {
    const run = await runProject(folder, { preview, typescript: flag === '--typescript' });
    const titles = run.resources.map(({ type, name }) => `${preview ? 'preview' : 'up'} ${type} ${name}`);
    console.log([...titles, ...run.messages.map(({ text }) => text)].join('\n'));
    if (run.exitCode !== 0) throw new Error(`The program ended with ${run.exitCode}.\n${run.printed}`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
