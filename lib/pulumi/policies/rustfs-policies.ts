import { claimsRetained } from './claims-retained';
import { noLiteralCredentials } from './no-literal-credentials';
import { oneServerPerNode } from './one-server-per-node';
import { pinnedImage } from './pinned-image';
import type { Policy } from './policy';

/** All rules: `new PolicyPack('storage', { policies: rustfsPolicies() })`. */
export function rustfsPolicies(): Policy[] {
  return [claimsRetained, noLiteralCredentials, pinnedImage, oneServerPerNode];
}
