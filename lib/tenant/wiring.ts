import type { EnvVar, Volume, VolumeMount } from 'kubernetes-types/core/v1';

/** What a feature of the declaration adds to the server's pod, the same in every pool. */
export interface Wiring {
  readonly env: readonly EnvVar[];
  readonly volumes: readonly Volume[];
  readonly mounts: readonly VolumeMount[];
}

/** A wiring that says only some parts. */
export function wiring(parts: Partial<Wiring>): Wiring {
  return { env: [], volumes: [], mounts: [], ...parts };
}

/** The volumes and mounts of several features, in their order. Each decides itself where its environment stands. */
export function storageOf(wirings: readonly Wiring[]): Pick<Wiring, 'volumes' | 'mounts'> {
  return {
    volumes: wirings.flatMap(({ volumes }) => volumes),
    mounts: wirings.flatMap(({ mounts }) => mounts),
  };
}
