import { isEctError } from '@wimse-ect/claims'
import { type Checkpoint, parseCheckpoint } from '@wimse-ect/ledger'

/** The checkpoint that a text is; `undefined` for any other text. */
export function tryParseCheckpoint(note: string): Checkpoint | undefined {
  try {
    return parseCheckpoint(note)
  } catch (error) {
    if (isEctError(error, 'ECT_CHECKPOINT_FORMAT')) return undefined
    throw error
  }
}
