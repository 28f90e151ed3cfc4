import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqliteLedger, openSqliteLedgerReader } from '@wimse-ect/ledger-sqlite'
import { isEctError } from 'wimse-ect'
import { Surprise } from './surprise.ts'

/** Where the two ledgers keep their entries. */
export interface LedgerFiles {
  readonly ledger: string
  readonly lateLedger: string
}

/** Names of the logs, by which an earlier run of the demo is told from a ledger of somebody else. */
export const logNames: LedgerFiles = {
  ledger: 'ledger.example.com/demo',
  lateLedger: 'ledger.example.com/late',
}

/**
 * Makes room for the ledgers of this run: what an earlier run of the demo left is removed, and nothing else.
 *
 * @throws Surprise when there is a file of the same name that no demo made, or that a demo is running with
 */
export async function makeRoomForLedgers(folder: string): Promise<LedgerFiles> {
  const files = { ledger: join(folder, 'ledger.db'), lateLedger: join(folder, 'late-ledger.db') }
  await removeOld(files.ledger, logNames.ledger)
  await removeOld(files.lateLedger, logNames.lateLedger)
  return files
}

async function removeOld(file: string, logName: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) return
  if (!(await isOfDemo(file, logName)))
    throw new Surprise(`${file} is not of this demo, name another folder with --out`)
  if (await isInUse(file)) throw new Surprise(`a demo is running with ${file}, name another folder with --out`)
  // Without its log first: a log that outlives its database would be taken for the log of the next one.
  for (const suffix of ['-wal', '-shm', '']) await rm(file + suffix, { force: true })
}

async function isOfDemo(file: string, logName: string): Promise<boolean> {
  try {
    const reader = await openSqliteLedgerReader(file)
    await reader.close()
    return reader.logKey?.startsWith(`${logName}+`) === true
  } catch (error) {
    if (isEctError(error)) return false
    throw error
  }
}

async function isInUse(file: string): Promise<boolean> {
  try {
    await (await openSqliteLedger(file)).close()
    return false
  } catch (error) {
    // Without the key of its log it is not opened, but only when nobody else has it open that is what is said.
    if (isEctError(error)) return error.code === 'ECT_LEDGER_LOCKED'
    throw error
  }
}
