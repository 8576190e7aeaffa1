/** A line of the table. */
export interface Row {
  readonly work: string;
  readonly measured: string;
  readonly goal: string;
  /** Undefined where there is nothing to reach, or nothing was measured. */
  readonly isReached?: boolean;
}
