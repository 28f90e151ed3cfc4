/** Something that reads input from outside, and what has to hold of it whatever the input. */
export interface Target {
  /**
   * Reads an input and checks every property.
   *
   * @throws anything when a property does not hold
   */
  readonly check: (input: Uint8Array) => void | Promise<void>
  /** Inputs to start from, besides the saved ones. */
  readonly seeds: () => Iterable<string | Uint8Array>
  /** Words that help to get past comparisons. Default: none. */
  readonly words?: readonly string[]
  /**
   * Whether an input stands for much work, so that it is not also checked at great length. Default false: a reader
   * takes time in proportion to what it reads.
   */
  readonly isCostly?: boolean
}
