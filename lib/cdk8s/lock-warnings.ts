import type { IConstruct } from 'constructs';
import { identityTitle } from '../change/identity';
import { missingFrom } from '../change/place';
import type { LockFile } from '../files/lock-file';
import { warning, type Problem } from '../tenant/problem';
import { placeOfApp, type TenantEntry } from './lock-problems';

/** What there is to say of a lock that an app has written, and refuses nothing. */
export function lockWarnings(
  file: string,
  found: LockFile,
  root: IConstruct,
  entries: readonly TenantEntry[],
): Problem[] {
  const declared = new Set(entries.map(({ tenant }) => identityTitle(tenant)));
  const gone = missingFrom(found.lock, placeOfApp(root), declared).map((tenant) =>
    noLongerHere(identityTitle(tenant), tenant.declaredIn ?? '', file),
  );
  return found.text === undefined ? [madeNew(file, [...declared]), ...gone] : gone;
}

/** A tenant that leaves an app is pruned with it. Other apps and charts may have what the lock knows from elsewhere. */
function noLongerHere(title: string, declaredIn: string, file: string): Problem {
  return warning(
    '',
    'tenant-removed',
    `The tenant ${title}, which the lock knows from here (${declaredIn}), is declared no longer. What applies this app may ` +
      'remove its servers, and with them the access to its data.',
    `Put it back. If it is gone for good, data and all, record that in the same commit: rustfs-tenant forget ${title} ` +
      `--reason 'why it goes' --date 2026-11-25 --lock ${file}`,
  );
}

function madeNew(file: string, titles: readonly string[]): Problem {
  return warning(
    '',
    'lock-new',
    `There was no lock ${file}, so it is made, and holds ${titles.join(', ')} to what is declared now. What a lock elsewhere ` +
      'knows of them is not asked.',
    'If they are new, commit it. If there is one, say where from the program: ' +
      "lockFile: path.join(__dirname, 'rustfs-tenant.lock.yaml').",
  );
}
