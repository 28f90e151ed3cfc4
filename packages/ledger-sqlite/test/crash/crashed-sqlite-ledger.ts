import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isEctError } from '@wimse-ect/claims'
import type { CrashedLedger } from '../../../ledger/contract/crash/crash-rounds.ts'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedger, type SqliteLedger } from '../../src/index.ts'
import { logKey, signer, signerKey } from '../on-file.ts'

/** A ledger file whose one writer is killed. */
export function crashedSqliteLedger(file: string): CrashedLedger {
  return {
    program: [join(import.meta.dirname, 'appending-process.ts'), file, signerKey],
    processes: 1,
    reports: `${file}.reports`,
    strikes: [{ name: 'SIGKILL of the writer', strike: async ([writer]) => writer?.kill() }],
    logKey,
    open: async () => (existsSync(file) ? openAfterCrash(file) : undefined),
    issues: () => fsckSqliteLedger(file),
  }
}

async function openAfterCrash(file: string): Promise<SqliteLedger> {
  const options = { signer, headFile: `${file}.head` }
  try {
    return await openSqliteLedger(file, options)
  } catch (error) {
    if (isEctError(error, 'ECT_LEDGER_FORMAT')) return createSqliteLedger(file, options)
    throw error
  }
}
