import type { TenantDraft } from '../draft';
import type { Problem } from '../problem';
import { adoptedRules } from './adopted';
import { certificateRules } from './certificates';
import { claimRules } from './claims';
import { compatibilityRules } from './compatibility';
import { credentialRules } from './credentials';
import { emptyTextRules } from './empty-texts';
import { encryptionRules } from './encryption';
import { environmentRules } from './environment';
import { erasureRules } from './erasure';
import { identityRules } from './identity';
import { imageRules } from './image';
import { labelRules } from './labels';
import { lifecycleRules } from './lifecycle';
import { mountRules } from './mounts';
import { nameRules } from './names';
import { outboundRules } from './outbound';
import { placementRules } from './placement';
import { podRules } from './pod';
import { podSecurityRules } from './pod-security';
import { poolRules } from './pools';
import { probeRules } from './probes';
import { referenceRules } from './references';
import { securityRules } from './security';
import { provisioningRules } from './provisioning';
import { serviceRules } from './services';
import { tlsRules } from './tls';
import { volumeRules } from './volumes';
import { targetRules } from './targets';

/** One rule, or a few about one thing: the problems that a declaration has in this respect. */
export type Rule = (spec: TenantDraft) => Iterable<Problem>;

/** Every rule of the declaration. Each file beside this one holds those about one thing. */
export const rules: readonly Rule[] = [
  nameRules,
  labelRules,
  poolRules,
  claimRules,
  mountRules,
  erasureRules,
  environmentRules,
  credentialRules,
  encryptionRules,
  identityRules,
  targetRules,
  outboundRules,
  referenceRules,
  emptyTextRules,
  imageRules,
  securityRules,
  placementRules,
  lifecycleRules,
  probeRules,
  serviceRules,
  tlsRules,
  certificateRules,
  volumeRules,
  podRules,
  podSecurityRules,
  provisioningRules,
  adoptedRules,
  compatibilityRules,
];
