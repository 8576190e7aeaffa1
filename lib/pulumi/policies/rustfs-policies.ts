import { claimsRetained } from './claims-retained';
import { noLiteralCredentials } from './no-literal-credentials';
import { oneServerPerNode } from './one-server-per-node';
import { pinnedImage } from './pinned-image';
import type { Policy } from './policy';
import { serversInPlace } from './servers-in-place';

/** All rules: `new PolicyPack('storage', { policies: rustfsPolicies() })`. */
export function rustfsPolicies(): Policy[] {
  return [serversInPlace, claimsRetained, noLiteralCredentials, pinnedImage, oneServerPerNode];
}
