/** A procedure: what to know first, and steps with a check after each. */
export interface Runbook {
  readonly title: string;
  /** What it does, and what clients notice. */
  readonly summary: readonly string[];
  /** What has to be true before the first step. */
  readonly requirements: readonly Requirement[];
  /** Tables to look things up in. */
  readonly tables: readonly Table[];
  readonly steps: readonly Step[];
}

/** Something that has to be true, and how to see that it is. */
export interface Requirement {
  readonly text: string;
  readonly commands?: readonly string[];
}

/** One step. */
export interface Step {
  readonly title: string;
  readonly text?: string;
  /** What to run, whoever applies the objects. */
  readonly commands?: readonly string[];
  /** What to run where these apply the objects. */
  readonly by?: {
    readonly kubectl: readonly string[];
    readonly argocd: readonly string[];
    readonly flux: readonly string[];
  };
  /** The objects that the step is about. */
  readonly objects?: readonly object[];
  /** When it is safe to go on. */
  readonly check: { readonly commands: readonly string[]; readonly expect: string };
  /** How to go back from here. */
  readonly back: string;
}

/** Something to look up. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
