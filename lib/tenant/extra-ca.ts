import type { CertificateReference } from './certificates';
import { filePath, filesVolume } from './mounted-files';
import { wiring, type Wiring } from './wiring';

const feature = 'extra-ca';
const file = 'ca.crt';

/** The variable that names the file of further certificates to trust. */
export const extraCaVariable = 'RUSTFS_EXTRA_CA_CERT';

/** What further certificates to trust add to the pod. */
export function extraCaWiring(bundle: CertificateReference | undefined): Wiring {
  if (bundle === undefined) return wiring({});
  const { kind = 'Secret', name, key } = bundle;
  return wiring({
    env: [{ name: extraCaVariable, value: filePath(feature, file) }],
    ...filesVolume(feature, [{ path: file, from: kind, name, key }]),
  });
}
