import { setTimeout } from 'node:timers/promises'
import { isEctError } from '@wimse-ect/claims'
import { ledgerPlace } from './ledger-place.ts'
import { openReading, type ReadableLedger } from './open-reading.ts'
import { openWriting, type WritingValues } from './open-writing.ts'

const attempts = 20
const pauseMs = 100

/**
 * Does something that needs a checkpoint of all entries.
 *
 * Who reads a database sees the checkpoint that a writer has kept, a moment behind the entries. A writer that was
 * killed has left that to the next one, which is then this process, if it finds the secret key.
 */
export async function withLatestCheckpoint<Result>(
  values: WritingValues,
  work: (ledger: ReadableLedger) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const ledger = await openReading(values)
    try {
      return await work(ledger)
    } catch (error) {
      if (!isBehind(error) || ledgerPlace(values).kind === 'http' || attempt === attempts) throw error
    } finally {
      await ledger.close()
    }
    await signWhatIsLeft(values)
  }
}

/** Opening for writing signs what is not signed yet. While another process writes, that one will. */
async function signWhatIsLeft(values: WritingValues): Promise<void> {
  try {
    await (await openWriting(values)).close()
  } catch (error) {
    if (!isEctError(error, 'ECT_LEDGER_LOCKED')) throw error
    await setTimeout(pauseMs)
  }
}

function isBehind(error: unknown): boolean {
  return isEctError(error, 'ECT_LEDGER_UNAVAILABLE') && error.path === 'checkpoint'
}
