import { planChange, planJson, planMarkdown, planText, type PlanOptions, type Verdict } from '../change';
import { itemsAt, textAt } from '../change/fields';
import { objectsIn } from '../change/objects';
import { parseObjects } from '../change/parse-objects';
import type { ParseOptions } from '../manifest/parse-tenants';
import { noTree, readTree } from './folder-inputs';
import { readInputs } from './inputs';
import { UsageError, type Io } from './io';
import { load, type FiledProblem, type Loaded } from './load';
import {
  declarationsOf,
  formerLockFileOf,
  lockFileOf,
  openLock,
  openSaidLock,
  tellLockAbove,
  type OpenLock,
} from './lock';
import { stopAtLocksBelow } from './locks-below';
import { standingBeside } from './missing';
import { kustomizeOrders, misreadDocuments } from './misread';
import { placeOfCall } from './place';
import { outOfReach, type FiledSide } from './reach';
import { problemLines } from './report';

/** What to compare, and how to say it. */
export interface PlanCall {
  /** What was there: declarations, a rendered folder, or with `live` what kubectl printed. */
  readonly before: string;
  readonly after: string;
  readonly live: boolean;
  /** The field manager of whoever applies `after`; undefined for kubectl. */
  readonly manager: string | undefined;
  /** The lock file, when it does not lie beside `after`. */
  readonly lock: string | undefined;
  readonly form: 'text' | 'json' | 'markdown';
}

/** The exit code of each verdict, for CI to branch on. */
const exitCodes: Readonly<Record<Verdict, number>> = {
  none: 0,
  'in-place': 0,
  rolls: 3,
  procedure: 4,
  refused: 5,
};

const forms = { text: planText, json: planJson, markdown: planMarkdown };

/** Prints what a change would do; the exit code says how much that is. */
export function planCommand(call: PlanCall, options: ParseOptions, io: Io): number {
  const declared = call.live ? undefined : declaredSide(call.before, options, io);
  const before = declared ?? liveSide(call.before, io);
  const after = declaredSide(call.after, options, io);
  const said = openSaidLock(lockFileOf([call.after], call.lock), call.lock);
  const former = call.live ? undefined : openLock(formerLockFileOf(call.before, call.after, call.lock));
  // What is rendered or piped has no lock of its own.
  const isWithoutLock = said?.text === undefined && (call.after === '-' || after.loaded.tenants.length === 0);
  const lock = isWithoutLock ? former : said;
  const isAbove = !isWithoutLock && tellLockAbove([call.after], said, io);
  const errors = [
    ...before.errors,
    ...after.errors,
    ...outOfReach(before, after),
    ...(lock?.problems ?? []),
    ...(former?.file === lock?.file ? [] : (former?.problems ?? [])),
  ];
  if (errors.length > 0) {
    io.printError(errors.map(problemLines).join(''));
    return 1;
  }
  stopAtLocksBelow(declared === undefined ? [after] : [declared, after], [said, former]);
  if (before.objects.length === 0) {
    io.printError(`${call.before} has no objects: all of NEW counts as new.\n`);
  } else if (call.live && !objectsIn(before.objects).some(({ kind }) => kind === 'StatefulSet')) {
    io.printError(`${call.before} has no StatefulSet: all servers of NEW count as new.\n`);
  } else if (call.live && !saysOwners(before.objects)) {
    io.printError(
      `${call.before} has no managed fields (kubectl get --show-managed-fields): of what has left NEW, only that is seen which ` +
        'kubectl noted at a client-side apply.\n',
    );
  }
  if (!isAbove && said?.text === undefined && former?.text === undefined) tellNoLock(before, after, io);
  const plan = planChange(before.objects, after.objects, {
    live: call.live,
    ...(call.manager !== undefined && { manager: call.manager }),
    ...(former !== undefined && !isWithoutLock && { lockBefore: former.lock }),
    ...(lock !== undefined && lockOptions(lock, after, isWithoutLock ? (declared ?? after) : undefined)),
  });
  io.print(forms[call.form](plan));
  return exitCodes[plan.verdict];
}

/** Whether every StatefulSet says who owns its fields. */
function saysOwners(objects: readonly object[]): boolean {
  const sets = objectsIn(objects).filter(({ kind }) => kind === 'StatefulSet');
  return sets.every((set) => itemsAt(set, 'metadata', 'managedFields').length > 0);
}

/** Where servers run, and nothing is held to what a lock would know. What was rendered has none of its own. */
function tellNoLock({ objects }: Side, { loaded }: DeclaredSide, io: Io): void {
  const isNew = !objectsIn(objects).some(({ kind }) => kind === 'StatefulSet');
  if (isNew || loaded.tenants.length === 0) return;
  io.printError(
    'There is no lock on either side: which pools were retired and which tenants forgotten, whose names must not be used again, ' +
      'is not known. rustfs-tenant render FILE --out DIR makes one; commit it.\n',
  );
}

/**
 * What the lock has to say, and of whom.
 *
 * @param replaced the declarations that NEW takes the place of, where it declares nothing itself: it is held to theirs.
 */
function lockOptions(lock: OpenLock, after: DeclaredSide, replaced: DeclaredSide | undefined): PlanOptions {
  return {
    lock: lock.lock,
    declaredIn: declarationsOf(after.loaded.tenants, lock),
    place: placeOfCall(lock, (replaced ?? after).loaded, { isTree: true }),
    ...(replaced === undefined && { standing: standingBeside(after.loaded, lock) }),
  };
}

interface Side extends FiledSide {
  readonly objects: readonly object[];
  readonly errors: readonly FiledProblem[];
}

/** A side that was read from files. */
interface DeclaredSide extends Side {
  readonly loaded: Loaded;
}

/**
 * Declarations are composed, and what is no declaration is an object as it stands. A folder may be empty; of one with a
 * kustomization only that counts which it lists.
 */
function declaredSide(name: string, options: ParseOptions, io: Io): DeclaredSide {
  const tree = name === '-' ? { ...noTree, inputs: readInputs([name], io) } : readTree(name);
  const loaded = load(tree.inputs, options);
  const { tenants, others, problems } = loaded;
  const by = new Map(tree.files.map((each) => [each.file, each.by]));
  const values = others
    .filter(({ file, value }) => !(by.get(file) === 'listed' && isLocal(value)))
    .map(({ value }) => value)
    .filter((value) => typeof value === 'object' && value !== null);
  for (const file of tree.unlisted) {
    io.printError(`${file} is not in the kustomization of its folder; it counts as not there.\n`);
  }
  for (const file of tree.unread) {
    io.printError(
      `${file} ends in capitals, and nothing that applies a folder reads it; it counts as not there.\n`,
    );
  }
  const errors = [
    ...tree.problems,
    ...problems.filter(({ severity }) => severity === 'error'),
    ...tree.inputs.filter(({ file }) => by.get(file) !== 'declared').flatMap(misreadDocuments),
    ...kustomizeOrders(tree.inputs, others),
  ];
  const objects = [...values, ...tenants.flatMap((tenant) => tenant.objects)];
  return { ...tree, others, objects, loaded, errors };
}

/** What kustomize reads and leaves out of what it prints. */
function isLocal(value: unknown): boolean {
  const mark = textAt(value, 'metadata', 'annotations', 'config.kubernetes.io/local-config');
  return mark !== undefined && mark !== 'false';
}

function liveSide(name: string, io: Io): Side {
  const [input] = readInputs([name], io);
  const { objects, errors } = parseObjects(input?.text ?? '');
  if (errors.length > 0) throw new UsageError(`${name} is no YAML: ${errors.join('; ')}`);
  return { ...noTree, others: [], objects, errors: [] };
}
