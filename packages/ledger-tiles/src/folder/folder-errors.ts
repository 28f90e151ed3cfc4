import { EctError, type EctErrorCode } from '@wimse-ect/claims'

/** What the operating system says when it cannot write. */
const writeCodes: Readonly<Record<string, EctErrorCode>> = {
  ENOSPC: 'ECT_LEDGER_DISK_FULL',
  EDQUOT: 'ECT_LEDGER_DISK_FULL',
  EROFS: 'ECT_LEDGER_READ_ONLY',
  EACCES: 'ECT_LEDGER_READ_ONLY',
  EPERM: 'ECT_LEDGER_READ_ONLY',
}

/** The code of a failure of the operating system, e.g. `ENOENT`; of anything else nothing. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Catches the failures with these codes and throws all others on. */
export function ignoring(...codes: readonly string[]): (error: unknown) => void {
  return (error) => {
    if (!codes.includes(systemCode(error) ?? '')) throw error
  }
}

/** Reads from the folder and turns what the operating system reports into an EctError. */
export async function reading<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error) => {
    throw systemCode(error) === undefined ? error : new EctError('ECT_LEDGER_UNAVAILABLE', { cause: error })
  })
}

/** Writes to the folder, likewise. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error) => {
    const code = systemCode(error)
    throw code === undefined ? error : new EctError(writeCodes[code] ?? 'ECT_LEDGER_UNAVAILABLE', { cause: error })
  })
}
