import { FailedError } from './failed-error.ts'

/**
 * Loads the ledger in a file. Only then is `node:sqlite` needed, so that everything else runs on an older Node.
 *
 * @throws FailedError where Node has no SQLite
 */
export async function loadSqlite(): Promise<typeof import('@wimse-ect/ledger-sqlite')> {
  muteSqliteWarning()
  try {
    return await import('@wimse-ect/ledger-sqlite')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_BUILTIN_MODULE')) throw error
    throw new FailedError(
      `a SQLite ledger needs Node 22.13 or later, and this is ${process.version}; PostgreSQL and ledger services work`,
    )
  }
}

/** Node says once in every process that its SQLite is experimental: nothing that the caller of a command can use. */
function muteSqliteWarning(): void {
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature'))
      Reflect.apply(emitWarning, process, [warning, ...rest])
  }
}
