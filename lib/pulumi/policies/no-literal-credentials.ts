import { containersOf, serverPolicy } from './servers';

/** Credentials come from Secrets: what stands in a pod can be read by everybody who may read pods. */
export const noLiteralCredentials = serverPolicy(
  {
    name: 'rustfs-no-literal-credentials',
    description: 'RustFS servers take their credentials and keys from Secrets.',
    enforcementLevel: 'mandatory',
  },
  function* (set) {
    for (const { name: container = '', env = [] } of containersOf(set)) {
      for (const { name = '', value } of env) {
        // The value may be a secret of Pulumi: it is not repeated.
        if (value !== undefined && value !== '' && secretVariable.test(name)) {
          yield `Container "${container}" has the value of ${name} written out. Refer to a Secret with valueFrom.secretKeyRef.`;
        }
      }
    }
  },
);

/** Variables of RustFS whose value is a secret, by whatever name it takes them; not those that name a file. */
const secretVariable = /^(?!.*_FILE$)(RUSTFS|MINIO)_.*(SECRET|PASSWORD|MASTER_KEY|OLD_KEYS|TOKEN)/;
