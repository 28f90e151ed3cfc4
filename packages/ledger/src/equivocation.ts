import type { StoredRecord } from './durable/stored-record.ts'

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

/**
 * The evidence against the issuer of a record. It is frozen: a ledger may hand out the very object that it keeps.
 *
 * @param refused compact token that contradicts the record
 * @param foundAt seconds since 1970
 */
export function makeEquivocation(record: StoredRecord, refused: string, foundAt: number): Equivocation {
  const { task, kid, sequence, entry } = record
  return Object.freeze({
    taskId: task.taskId,
    workflowId: task.workflowId,
    agent: task.agent,
    kid,
    sequence,
    recorded: entry.compact,
    refused,
    foundAt,
  })
}
