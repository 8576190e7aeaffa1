import type { TenantDraft } from '../draft';
import { error, warning } from '../problem';

/**
 * A problem that the operator lets pass: an error, but in compatibility mode a warning, so that whatever the
 * operator runs can be taken over as it is.
 */
export function refusal(spec: TenantDraft): typeof error {
  return spec.compatibility === 'operator' ? warning : error;
}
