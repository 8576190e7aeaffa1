import type { ProblemCode } from 'rustfs-constructs';
import { applyCommand } from '../../../lib/change/apply-command';
import type { Terminal } from '../harness/terminal';

/**
 * A way in which tenants have come into the cluster. What is left of it are the owners of their fields, and a change
 * must do the same after all of them.
 */
export interface Way {
  readonly title: string;
  /** Short, for the names of its tenants. */
  readonly prefix: string;
  /** Whether plans are made of declarations and rendered folders as well: these say the same after all ways. */
  readonly isFirst?: boolean;
  /** The rule that refuses a change after this way and after no other, by the titles of rows. */
  readonly refused?: Readonly<Record<string, ProblemCode>>;
  /** Brings the declarations of the folder `before` into the cluster. */
  enter(terminal: Terminal): Promise<void>;
}

/** What a pod has one of: the first server-side apply after a client-side one would keep both kinds. */
const choices = [
  'a variable from a ConfigMap instead of a text',
  'a hook before it stops',
  'a hook of another kind',
];

const render = 'npm run -s rustfs-tenant -- render before';

/** By the ways in which the docs bring a tenant in. After a hand-over it is one more: what made the objects, and its steps. */
export const ways: readonly Way[] = [
  {
    title: 'applied as the README says',
    prefix: 'r',
    isFirst: true,
    enter: async (terminal) => {
      await terminal.run(`${render} | ${applyCommand} -f -`);
    },
  },
  {
    title: 'applied as a folder',
    prefix: 'k',
    enter: async (terminal) => {
      await terminal.run(`${render} --out deploy --lock lock.yaml
        for tenant in deploy/*/*/; do printf -- '- %s\\n' "$tenant"; done > list
        (echo 'resources:'; cat list) > kustomization.yaml
        ${applyCommand} -k .`);
    },
  },
  {
    title: 'applied by the client, as in former times',
    prefix: 'c',
    refused: Object.fromEntries(choices.map((title) => [title, 'choice-doubled'])),
    enter: async (terminal) => {
      await terminal.run(`${render} | kubectl apply -f -`);
    },
  },
];
