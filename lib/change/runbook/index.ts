import { tenantTitle } from '../../tenant/check';
import type { TenantSpec } from '../../tenant/spec';
import { appendPoolRunbook } from './append-pool';
import { functions, type Circumstances } from './functions';
import { clusterDomainRunbook, tlsRunbook } from './readdress';
import { isRefused, type RunbookResult } from './refuse';
import { renameRootRunbook } from './rename-root';
import { replaceRunbook } from './replace';
import { retirePoolRunbook } from './retire-pool';
import { rotateCaRunbook } from './rotate-ca';
import { rotateKmsTokenRunbook } from './rotate-kms-token';
import { rotateRootRunbook } from './rotate-root';
import { rotateRpcRunbook } from './rotate-rpc';
import type { Runbook } from './runbook';
import { sizeUpRunbook } from './size-up';
import { subjectOf, type SubjectOptions } from './subject';
import { upgradeRunbook } from './upgrade';

export type { Requirement, Runbook, Step, Table } from './runbook';
export { isRefused } from './refuse';
export { runbookMarkdown } from './markdown';

/** What a runbook may be about. */
export interface RunbookOptions extends SubjectOptions {
  readonly pool?: string;
  readonly size?: string;
  readonly image?: string;
  readonly secret?: string;
  readonly rpcSecret?: string;
  readonly server?: number;
  readonly drive?: number;
}

const makers: Readonly<Record<RunbookKind, (spec: TenantSpec, options: RunbookOptions) => RunbookResult>> = {
  'size-up': (spec, options) => sizeUpRunbook(spec, options, options),
  tls: tlsRunbook,
  'cluster-domain': clusterDomainRunbook,
  'append-pool': (spec, options) => appendPoolRunbook(spec, options, options),
  'retire-pool': (spec, options) => retirePoolRunbook(spec, options, options),
  'rotate-root': (spec, options) => rotateRootRunbook(spec, options, options),
  'rename-root': (spec, options) => renameRootRunbook(spec, options, options),
  'rotate-rpc': (spec, options) => rotateRpcRunbook(spec, options, options),
  'rotate-ca': (spec, options) => rotateCaRunbook(spec, options, options),
  'rotate-kms-token': rotateKmsTokenRunbook,
  upgrade: (spec, options) => upgradeRunbook(spec, options, options),
  replace: (spec, options) => replaceRunbook(spec, options, options),
};

/** The procedures that there are. */
export const runbookKinds = [
  'size-up',
  'tls',
  'cluster-domain',
  'append-pool',
  'retire-pool',
  'rotate-root',
  'rename-root',
  'rotate-rpc',
  'rotate-ca',
  'rotate-kms-token',
  'upgrade',
  'replace',
] as const;
export type RunbookKind = (typeof runbookKinds)[number];

/** A procedure for a tenant, and the shell functions that its commands use; or why there is none. */
export interface TenantRunbook extends Runbook {
  readonly tenant: string;
  readonly functions: readonly string[];
}

/**
 * The steps of a procedure for a tenant, or the problems with what is asked for.
 *
 * @throws {TenantError} with all problems, when the declaration has an error.
 */
export function runbook(
  kind: RunbookKind,
  spec: TenantSpec,
  options: RunbookOptions,
): TenantRunbook | Extract<RunbookResult, { problems: unknown }> {
  const made = makers[kind](spec, options);
  if (isRefused(made)) return made;
  return {
    ...made,
    tenant: tenantTitle(spec),
    functions: functions(subjectOf(spec, options), circumstances(kind, spec, options)),
  };
}

/** The server that goes away in the course of it, the pool that is only to come, and drives that wait for room. */
function circumstances(
  kind: RunbookKind,
  { pools }: TenantSpec,
  { pool, server }: RunbookOptions,
): Circumstances {
  if (kind === 'size-up') return { mayBeFull: true };
  if (kind === 'retire-pool') return { pool };
  if (kind === 'append-pool') {
    const absent = pool ?? pools.at(-1)?.name;
    return { pool: absent, absent: absent === undefined ? [] : [absent] };
  }
  return kind === 'replace' ? { pool: pool ?? pools[0]?.name, server, replaces: true } : {};
}
