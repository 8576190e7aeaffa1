/** A rule about single resources, in the form that a `PolicyPack` of `@pulumi/policy` takes. */
export interface Policy {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel: 'advisory' | 'mandatory';
  readonly validateResource: (resource: PolicyResource, report: (violation: string) => void) => void;
}

/** What a rule looks at: the inputs of one resource. */
export interface PolicyResource {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
}
