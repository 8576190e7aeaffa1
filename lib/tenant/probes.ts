/**
 * The timings of the three probes. Paths and ports are fixed: `/health` to start and to live,
 * `/health/ready` to be ready. Liveness never asks `/health/ready`: a lost quorum would restart every server.
 */
export interface ProbesSpec {
  /**
   * How long a server may take to open its listener; it waits for its peers' names first.
   * @default - every 5 s, 120 times: ten minutes
   */
  readonly startup?: ProbeTimings;

  /**
   * When a server is restarted.
   * @default - every 10 s, after 6 failures
   */
  readonly liveness?: ProbeTimings;

  /**
   * When a server takes part in the Services. When the host of another server goes away, RustFS does not answer for 24 s
   * and then takes 3 s, on all servers alike: they have to bear that, or the Services are empty.
   * @default - every 5 s, 5 s to answer, out after 6 failures
   */
  readonly readiness?: ProbeTimings;
}

/** Timings of one probe; what is left out keeps its default. */
export interface ProbeTimings {
  /**
   * Seconds before the first probe.
   * @default 0
   * @asType integer
   * @minimum 0
   */
  readonly initialDelaySeconds?: number;

  /**
   * Seconds between probes.
   * @default - see `ProbesSpec`
   * @asType integer
   * @minimum 1
   */
  readonly periodSeconds?: number;

  /**
   * Seconds to answer.
   * @default 5
   * @asType integer
   * @minimum 1
   */
  readonly timeoutSeconds?: number;

  /**
   * Failures in a row that count.
   * @default - see `ProbesSpec`
   * @asType integer
   * @minimum 1
   */
  readonly failureThreshold?: number;
}
