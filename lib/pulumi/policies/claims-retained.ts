import { serverPolicy } from './servers';

/** The claims, and so the data, outlive the StatefulSet. */
export const claimsRetained = serverPolicy(
  {
    name: 'rustfs-claims-retained',
    description: 'The claims of RustFS servers are kept when their StatefulSet is deleted or scaled down.',
    enforcementLevel: 'mandatory',
  },
  function* ({ persistentVolumeClaimRetentionPolicy: policy = {} }) {
    // What is not said is Retain.
    for (const when of ['whenDeleted', 'whenScaled'] as const) {
      if (policy[when] === 'Delete')
        yield `persistentVolumeClaimRetentionPolicy.${when} is Delete: the objects would go with the claims. Say Retain.`;
    }
  },
);
