import { randomUUID } from 'node:crypto'
import { generateNoteKey, type NoteSigner, noteSigner } from '@wimse-ect/ledger'
import pg from 'pg'
import { inject } from 'vitest'

const keys = generateNoteKey('ledger.example.com/audit')

/** Key and signer of the logs under test. */
export const logKey: string = keys.verifierKey
export const signerKey: string = keys.signerKey
export const signer: NoteSigner = noteSigner(signerKey)
/** Of another log of the same name. */
export const otherSigner: NoteSigner = noteSigner(generateNoteKey('ledger.example.com/audit').signerKey)

/** A database of a test's own, and hands to tamper with it. */
export interface TestDatabase {
  readonly url: string
  /** Runs SQL behind the back of the ledger; gives the rows of the last statement. */
  sql(statements: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** Ends the connections of everybody else. */
  disconnectAll(): Promise<void>
}

/** A database that was made from another, or from nothing. */
export interface MadeDatabase extends TestDatabase {
  readonly name: string
  /** Ends all connections to it, so that it can be copied. */
  release(): Promise<void>
  drop(): Promise<void>
}

/**
 * Makes a database.
 *
 * @param template one to copy, to which nobody is connected. Default: an empty one
 * @param server URL. Default: the server that all tests share
 */
export async function makeDatabase(
  template = 'template1',
  server: string = inject('postgresUrl'),
): Promise<MadeDatabase> {
  const name = `ect_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  const url = new URL(server)
  url.pathname = name
  const client = new pg.Client(url.href)
  client.on('error', () => undefined)
  await client.connect()
  const sql: TestDatabase['sql'] = async (statements) => {
    const answer: unknown = await client.query(statements)
    const results = (Array.isArray(answer) ? answer : [answer]) as readonly pg.QueryResult[]
    return results.at(-1)?.rows ?? []
  }
  return {
    name,
    url: url.href,
    sql,
    disconnectAll: async () => {
      await sql(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`)
    },
    release: () => client.end(),
    drop: async () => {
      await client.end()
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** Runs something with a database that exists for it only. */
export async function onNewDatabase(run: (on: TestDatabase) => Promise<void>, template?: string): Promise<void> {
  const database = await makeDatabase(template)
  try {
    await run(database)
  } finally {
    await database.drop()
  }
}

/** Runs a statement on the server itself. */
export async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
