import { kubernetesYaml } from '../manifest/document-text';
import { yamlPackage } from '../yaml/yaml-package';
import { identityTitle, type ClaimIdentity, type PoolIdentity } from './identity';
import {
  formerPool,
  lockNeeds,
  type ForgottenTenant,
  type Lock,
  type LockedTenant,
  type RetiredPool,
} from './lock';
import { poolIdentity } from './record';

/** The first line of every lock file. */
export const lockMark =
  '# Kept by rustfs-tenant: what the data on disk depends on. Commit it, and leave the writing to the tool.\n';

/**
 * The lock as YAML: a block per tenant, sorted, and in it a block per pool in order, so that branches that change
 * different tenants merge, and those that both append a pool do not.
 */
export function lockText(lock: Lock): string {
  const { Document, isSeq, visit } = yamlPackage();
  const document = new Document(lockBlock(lock), kubernetesYaml);
  visit(document, {
    // The names of claim templates stand in one line: a server may have many drives.
    Pair: (_, { key, value }) => {
      if (['templates', 'drives'].includes(String(key)) && isSeq(value)) value.flow = true;
    },
  });
  return lockMark + document.toString({ lineWidth: 0, directives: false, flowCollectionPadding: false });
}

/** A lock of version 1 to which nothing was added stays as it is. */
function lockBlock({ version, tenants, forgotten }: Lock) {
  const known = Object.fromEntries(tenants.map((tenant) => [identityTitle(tenant), tenantBlock(tenant)]));
  if (version === 1) return { version, tenants: known };
  const given = Object.fromEntries(forgotten.map((each) => [identityTitle(each), forgottenBlock(each)]));
  return {
    version,
    needs: `rustfs-constructs ${lockNeeds.get(version) ?? ''}`,
    tenants: known,
    ...(forgotten.length > 0 && { forgotten: given }),
    // Always the last line: a lock that was cut has none. No checksum, as two branches could not be merged then.
    end: true,
  };
}

function tenantBlock({ declaredIn, pools, retired }: LockedTenant) {
  return {
    ...(declaredIn !== undefined && { declaredIn }),
    pools: pools.map(poolBlock),
    ...(retired.length > 0 && { retired: retired.map(retiredBlock) }),
  };
}

function poolBlock(pool: PoolIdentity) {
  return {
    ...poolIdentity(pool),
    selector: Object.fromEntries(Object.entries(pool.selector).sort(([a], [b]) => (a < b ? -1 : 1))),
    claims: pool.claims.map(claimBlock),
  };
}

function claimBlock({ templates, size, fingerprint }: ClaimIdentity) {
  return { templates, size, fingerprint };
}

function retiredBlock({ reason, date, ...pool }: RetiredPool) {
  return { ...formerPool(pool), reason, date };
}

function forgottenBlock({ reason, date, pools }: ForgottenTenant) {
  return { reason, date, pools: pools.map(formerPool) };
}
