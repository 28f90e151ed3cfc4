import { UsageError } from './usage-error.ts'

/** A ledger in a file, or in a database. */
export type DatabasePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly name: string | undefined }

/** A ledger service. */
export interface ServicePlace {
  readonly kind: 'http'
  readonly url: URL
  /** Holds the bearer token. Default: the environment's `ECT_TOKEN`, else none. */
  readonly bearerFile: string | undefined
}

/** The options that name a ledger. */
export const ledgerFlags = {
  ledger: { type: 'string', value: 'L', help: 'sqlite:FILE or postgres://... (or ECT_LEDGER)' },
  log: { type: 'string', value: 'NAME', help: 'which log of a PostgreSQL database (default: the only one)' },
} as const

/** The same for verbs that can also ask a ledger service. */
export const readableLedgerFlags = {
  ledger: { type: 'string', value: 'L', help: 'sqlite:FILE, postgres://... or http(s)://SERVICE (or ECT_LEDGER)' },
  log: { type: 'string', value: 'NAME', help: 'which log of a PostgreSQL database (default: the only one)' },
  'bearer-file': { type: 'string', value: 'FILE', help: 'holds the bearer token for the service (or ECT_TOKEN)' },
} as const

/** What {@link readableLedgerFlags} gives. */
export interface LedgerValues {
  readonly ledger?: string | undefined
  readonly log?: string | undefined
  readonly 'bearer-file'?: string | undefined
}

/**
 * Reads where a ledger is.
 *
 * @throws UsageError; the text is not repeated, since it may hold a password
 */
export function ledgerPlace(values: LedgerValues): DatabasePlace | ServicePlace {
  const { ledger = process.env.ECT_LEDGER ?? '', log: name } = values
  if (ledger === '') throw new UsageError('--ledger L must be given')
  if (ledger.startsWith('sqlite:') && ledger !== 'sqlite:') {
    if (name !== undefined) throw new UsageError('--log is for PostgreSQL; a SQLite file holds one log')
    return { kind: 'sqlite', file: ledger.slice('sqlite:'.length) }
  }
  if (/^postgres(?:ql)?:\/\//.test(ledger)) return { kind: 'postgres', url: ledger, name }
  if (/^https?:\/\//.test(ledger) && URL.canParse(ledger)) {
    return { kind: 'http', url: new URL(ledger), bearerFile: values['bearer-file'] }
  }
  throw new UsageError('--ledger is sqlite:FILE, postgres://... or, for reading, http(s)://...')
}

/**
 * The same for what only a database can do.
 *
 * @throws UsageError for a ledger service
 */
export function databasePlace(values: LedgerValues): DatabasePlace {
  const place = ledgerPlace(values)
  if (place.kind === 'http') throw new UsageError('a ledger service cannot do that; name its database')
  return place
}
