import { RustfsTenant } from 'rustfs-constructs/pulumi';

/** A transform that somebody wrote to save servers. */
new RustfsTenant(
  'acme',
  {
    namespace: 'storage',
    credsSecret: { name: 'acme-root' },
    rpcSecret: { name: 'acme-rpc', key: 'secret' },
    placement: { drives: 'distinct' },
    pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 4 } }],
    ...(process.env.LOCK_FILE !== undefined && { lockFile: process.env.LOCK_FILE }),
  },
  {
    transformations: [
      ({ type, props, opts }) =>
        type === 'kubernetes:apps/v1:StatefulSet'
          ? { props: { ...props, spec: { ...props.spec, replicas: 2 } }, opts }
          : undefined,
    ],
  },
);
