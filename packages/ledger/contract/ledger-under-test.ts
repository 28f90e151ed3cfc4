import type { IdKind } from '@wimse-ect/claims'
import { generateNoteKey, type NoteSigner, noteSigner } from '../src/checkpoint/note-signer.ts'
import type { Ledger } from '../src/ledger.ts'

/** What the contract test asks of a ledger that it opens. */
export interface LedgerSettings {
  readonly ids: IdKind
  readonly maxLatenessSeconds: number
  /** Seconds since 1970; the ledger takes `storedAt` and `foundAt` from it. */
  readonly clock: () => number
  /** Signs the checkpoints. */
  readonly signer: NoteSigner
}

/** A ledger that was opened for one test. */
export interface OpenedLedger {
  /** Handles of one new, empty log, as many as may write to it at the same time; one is enough. */
  readonly writers: readonly [Ledger, ...Ledger[]]
  /** Closes the handles and removes what they wrote. */
  close(): Promise<void>
}

export type OpenLedger = (settings: LedgerSettings) => Promise<OpenedLedger>

/** Runs something on a new ledger and closes it. */
export type OnLedger = (
  run: (ledger: Ledger, writers: readonly Ledger[]) => Promise<void>,
  settings?: Partial<LedgerSettings>,
) => Promise<void>

/** What the clock of every ledger under test says, unless a test sets another. */
export const storedAt = 1_772_000_100

const keys = generateNoteKey('ledger.example.com/audit')
const signer = noteSigner(keys.signerKey)

/** The log's key of every ledger under test. */
export const logKey: string = keys.verifierKey

/** Makes {@link OnLedger} of an opener. */
export function onNewLedger(open: OpenLedger): OnLedger {
  return async (run, settings = {}) => {
    const opened = await open({ ids: 'uuid', maxLatenessSeconds: 0, clock: () => storedAt, signer, ...settings })
    try {
      await run(opened.writers[0], opened.writers)
    } finally {
      await opened.close()
    }
  }
}
