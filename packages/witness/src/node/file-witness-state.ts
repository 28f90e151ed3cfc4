import { access } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { EctError } from '@wimse-ect/claims'
import { createQueue } from '../in-turn.ts'
import { tryParseCheckpoint } from '../try-parse-checkpoint.ts'
import type { WitnessState } from '../witness-state.ts'
import { type Notes, readNotes, writeNotes } from './state-file.ts'
import { lockState } from './state-lock.ts'

/** A {@link WitnessState} in a file that this process has for itself. */
export interface FileWitnessState extends WitnessState {
  /** Lets another process have the file. Afterwards every call rejects with `ECT_WITNESS_STATE`. */
  close(): Promise<void>
}

/**
 * Creates the state of a new witness, in a new file.
 *
 * @param file path; `-lock` lies beside it for good, `-draft` while it is written
 * @throws EctError `ECT_WITNESS_STATE`, also when there is such a file; `ECT_WITNESS_LOCKED`
 */
export async function createFileWitnessState(file: string): Promise<FileWitnessState> {
  return locked(file, async () => {
    if (await exists(file)) throw new EctError('ECT_WITNESS_STATE', { path: 'file' })
    await writeNotes(file, new Map())
    return new Map()
  })
}

/**
 * Opens the state of a witness, as the only process that has it. A file that is missing is no new state: a disk that is
 * not mounted would otherwise make the witness forget what it cosigned.
 *
 * @param file path, as it was created
 * @throws EctError `ECT_WITNESS_STATE` when the file is missing, damaged or cannot be read; `ECT_WITNESS_LOCKED`
 */
export async function openFileWitnessState(file: string): Promise<FileWitnessState> {
  return locked(file, () => readNotes(file))
}

async function locked(file: string, load: () => Promise<Notes>): Promise<FileWitnessState> {
  const lock = lockState(file)
  try {
    return stateOf(file, lock, await load())
  } catch (error) {
    lock.close()
    throw error
  }
}

/** Who has the lock need not read the file again: nobody else writes it. */
function stateOf(file: string, lock: DatabaseSync, loaded: Notes): FileWitnessState {
  const inTurn = createQueue()
  let notes = loaded
  let isOpen = true

  function checkOpen(): void {
    if (!isOpen) throw new EctError('ECT_WITNESS_STATE', { path: 'closed' })
  }

  return {
    async latest(origin) {
      checkOpen()
      return notes.get(origin)
    },

    advance(origin, from, to) {
      return inTurn(async () => {
        checkOpen()
        // The file names each log by its checkpoint only.
        if (tryParseCheckpoint(to)?.origin !== origin) throw new TypeError('this is no checkpoint of that log')
        if (notes.get(origin) !== from) return false
        const next = new Map(notes).set(origin, to)
        await writeNotes(file, next)
        notes = next
        return true
      })
    },

    close() {
      return inTurn(async () => {
        if (isOpen) lock.close()
        isOpen = false
      })
    },
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false
    throw new EctError('ECT_WITNESS_STATE', { path: 'file', cause })
  }
}
