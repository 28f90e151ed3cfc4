/** Evidence [LEDGER-EQUIVOCATION-EVIDENCE]: two different tokens that one issuer signed with one key for one task. */
export interface Equivocation {
  readonly taskId: string
  readonly workflowId: string | undefined
  /** Issuer of both tokens. */
  readonly agent: string
  /** `kid` of both tokens. */
  readonly kid: string
  /** The entry that stands. */
  readonly sequence: number
  /** Its compact token. */
  readonly recorded: string
  /** The first token that contradicted it; later ones prove no more and are not kept. */
  readonly refused: string
  /** Seconds since 1970. */
  readonly foundAt: number
}
