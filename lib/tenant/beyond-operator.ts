/** The fields of `pod` that the operator's pods have nothing of, whatever they say. */
export const podFieldsBeyondOperator = [
  'terminationGracePeriodSeconds',
  'minReadySeconds',
  'scratchSize',
  'initContainers',
  'containers',
  'runtimeClassName',
  'hostUsers',
  'dnsPolicy',
  'dnsConfig',
] as const;
