import * as pulumi from '@pulumi/pulumi';
import { RustfsTenant, type RustfsTenantArgs } from 'rustfs-constructs/pulumi';

const later = () => new Promise<string>((resolve) => setTimeout(() => resolve('later'), 50));

/** The components of the program by their names; one of them may come a while after the others. */
const components: Readonly<Record<string, RustfsTenantArgs>> = JSON.parse(process.env.COMPONENTS ?? '{}');
const late = process.env.LATE;

for (const [name, args] of Object.entries(components)) {
  const declare = () => new RustfsTenant(name, { ...args, lockFile: process.env.LOCK_FILE ?? '' });
  if (name === late) pulumi.output(later()).apply(declare);
  else declare();
}
