import { type Checkpoint, encodeBase64, type Hash, hashBytes, tryDecodeBase64, tryReadDecimal } from '@wimse-ect/ledger'
import { tryParseCheckpoint } from './try-parse-checkpoint.ts'

/** What a client submits to a witness. */
export interface Submission {
  /** Size of the tree that the client takes for the last one that the witness cosigned; 0 for none. */
  readonly oldSize: number
  /** That the tree of the checkpoint begins with the one of the old size. */
  readonly proof: readonly Hash[]
  /** The text of the checkpoint. */
  readonly note: string
}

/** A submission whose checkpoint was read; nothing in it has been checked. */
export interface ReadSubmission extends Submission {
  readonly checkpoint: Checkpoint
}

/** Most hashes of a proof: enough for every size that 64 bits can hold. */
const maxProofLength = 63

const oldPrefix = 'old '

/** Writes the body of an `add-checkpoint` request (C2SP tlog-witness). */
export function formatSubmission({ oldSize, proof, note }: Submission): string {
  return `${[oldPrefix + oldSize, ...proof.map(encodeBase64)].join('\n')}\n\n${note}`
}

/** Reads such a body in its one form; `undefined` for any other text. */
export function parseSubmission(body: string): ReadSubmission | undefined {
  const end = body.indexOf('\n\n')
  const [first = '', ...lines] = body.slice(0, Math.max(end, 0)).split('\n')
  const oldSize = first.startsWith(oldPrefix) ? tryReadDecimal(first.slice(oldPrefix.length)) : undefined
  if (oldSize === undefined || lines.length > maxProofLength) return undefined
  const proof = lines.flatMap((line) => tryDecodeBase64(line) ?? [])
  if (proof.length !== lines.length || proof.some(({ length }) => length !== hashBytes)) return undefined
  const note = body.slice(end + 2)
  const checkpoint = tryParseCheckpoint(note)
  return checkpoint === undefined ? undefined : { oldSize, proof, note, checkpoint }
}
