/** Sets, parity, gates, quorum, capacity and survival: RustFS's arithmetic, without any Kubernetes. */
export * from './gates';
export * from './later-reads';
export * from './layout';
export * from './limits';
export * from './nearest-layout';
export * from './nearest-shapes';
export * from './parity';
export * from './pool-layout';
export * from './pool-state';
export * from './set-size';
export * from './suggest';
export * from './survival';
export * from './weaknesses';
