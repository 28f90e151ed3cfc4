import { type IdKind, isEctError } from '@wimse-ect/claims'
import type { Ledger, NoteSigner } from '@wimse-ect/ledger'

/** A ledger that was opened here, and is to be closed. */
export type OpenLedger = Ledger & { close(): Promise<void> }

/** How a ledger is opened by its URL. */
export interface OpenLedgerOptions {
  /** Signs the checkpoints; required for a ledger that was created with one. Default: none. */
  readonly signer?: NoteSigner | undefined
  /** Name of the log in a PostgreSQL database. Default: that of the signer's key, else the only log. */
  readonly logName?: string | undefined
  /** Creates the ledger when there is none, with these properties. Default: it has to be there. */
  readonly create?: { readonly ids?: IdKind; readonly maxLatenessSeconds?: number } | undefined
  /** The clock by which entries are dated, in seconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined
}

/**
 * Opens a ledger for writing. Only the package that is needed is loaded.
 *
 * @param url `sqlite:FILE`, or `postgres://user:password@host:5432/database`
 * @throws EctError of `openSqliteLedger` or `openPostgresLedger`
 * @throws TypeError for another URL; its text is not repeated, since it may hold a password
 */
export async function openLedger(url: string, options: OpenLedgerOptions = {}): Promise<OpenLedger> {
  if (url.startsWith('sqlite:') && url !== 'sqlite:') return openSqlite(url.slice('sqlite:'.length), options)
  if (/^postgres(?:ql)?:\/\//.test(url)) return openPostgres(url, options)
  throw new TypeError('the URL of a ledger is sqlite:FILE or postgres://...')
}

async function openSqlite(file: string, { signer, create, clock }: OpenLedgerOptions): Promise<OpenLedger> {
  const { createSqliteLedger, openSqliteLedger } = await import('@wimse-ect/ledger-sqlite')
  const options = { signer, clock }
  const open = (): Promise<OpenLedger> => openSqliteLedger(file, options)
  return create === undefined ? open() : unlessExists(() => createSqliteLedger(file, { ...options, ...create }), open)
}

async function openPostgres(url: string, { signer, logName, create, clock }: OpenLedgerOptions): Promise<OpenLedger> {
  const { createPostgresLedger, openPostgresLedger } = await import('@wimse-ect/ledger-postgres')
  const options = { signer, name: logName, clock }
  const open = (): Promise<OpenLedger> => openPostgresLedger(url, options)
  return create === undefined ? open() : unlessExists(() => createPostgresLedger(url, { ...options, ...create }), open)
}

async function unlessExists(create: () => Promise<OpenLedger>, open: () => Promise<OpenLedger>): Promise<OpenLedger> {
  try {
    return await create()
  } catch (error) {
    if (isEctError(error, 'ECT_LEDGER_EXISTS')) return open()
    throw error
  }
}
