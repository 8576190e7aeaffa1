import { RustfsTenant } from 'rustfs-constructs/pulumi';

/** What somebody wrote a transform for: to save servers, or to give the servers an address. */
const specs: Readonly<Record<string, object>> = {
  StatefulSet: { replicas: 2 },
  Service: { selector: { app: 'another' } },
};
const transformed = process.env.TRANSFORMED ?? 'StatefulSet';

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
      ({ type, name, props, opts }) =>
        type.endsWith(`:${transformed}`) && (transformed === 'StatefulSet' || name.endsWith('-hl'))
          ? { props: { ...props, spec: { ...props.spec, ...specs[transformed] } }, opts }
          : undefined,
    ],
  },
);
