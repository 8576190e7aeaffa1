import type { TenantDraft } from '../draft';
import { pathTo } from '../path';
import { error, type Problem } from '../problem';

/** Texts of features that RustFS cannot do without; other empty texts say nothing, as if they were left out. */
const needed: ReadonlySet<string> = new Set([
  'clientId',
  'exchange',
  'role',
  'roleId',
  'routingKey',
  'streamName',
  'subject',
  'table',
  'topic',
  'username',
]);

/** Texts that may not be empty. */
export function* emptyTextRules(spec: TenantDraft): Iterable<Problem> {
  const { encryption, identity, notifications, audit } = spec;
  yield* emptyTexts('', { encryption, identity, notifications, audit });
}

function* emptyTexts(path: string, value: unknown): Iterable<Problem> {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, item] of Object.entries(value)) {
    const at = Array.isArray(value) ? pathTo(path, Number(field)) : pathTo(path, field);
    if (item !== '') yield* emptyTexts(at, item);
    else if (needed.has(field)) {
      yield error(at, 'empty-text', `"${at}" is empty, and RustFS cannot do without it.`, 'Give a text.');
    }
  }
}
