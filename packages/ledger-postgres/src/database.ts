import { damaged, type Row } from '@wimse-ect/ledger/durable'
import pg from 'pg'
import type { PostgresConnection } from './connection.ts'
import { onDatabase } from './postgres-errors.ts'

/** Something that answers queries: the pool, or one connection. */
export interface Queryable {
  rows(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

/** One connection, to be asked within a transaction. The server answers one question after the other, whoever asks. */
export interface Connection extends Queryable {
  /** Runs a statement that writes; resolves to the number of rows it wrote. */
  write(text: string, values: readonly unknown[]): Promise<number>
}

const int8Oid = 20

/** The connections of one ledger. */
export class Database implements Queryable {
  readonly #pool: pg.Pool

  constructor(connection: PostgresConnection) {
    const config = typeof connection === 'string' ? { connectionString: connection } : givenMembers(connection)
    this.#pool = new pg.Pool({
      connectionTimeoutMillis: 10_000,
      query_timeout: 60_000,
      keepAlive: true,
      ...config,
      // Questions are sent before the ones before them are answered, which saves round trips while the lock is held.
      pipeline: true,
      types,
    })
    // A connection that breaks while nobody waits for an answer is heard of by the next who asks on it, or for another.
    this.#pool.on('error', ignored)
    this.#pool.on('connect', (client) => client.on('error', ignored))
  }

  async rows(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return onDatabase(async () => (await this.#pool.query<Row>(text, [...values])).rows)
  }

  /** A connection of one's own, to be released. */
  async connect(): Promise<pg.PoolClient> {
    return onDatabase(() => this.#pool.connect())
  }

  /** Runs something on one connection, which is thrown away when it fails: it may be in any state. */
  async withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.connect()
    try {
      const result = await work(client)
      client.release()
      return result
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  /** Reads one state of the database, however long that takes. */
  async withSnapshot<T>(work: (snapshot: Queryable) => Promise<T>): Promise<T> {
    return this.withClient((client) =>
      onDatabase(async () => {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
        const result = await work(queryableOf(client))
        await client.query('COMMIT')
        return result
      }),
    )
  }

  async close(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end()
  }
}

/** Without members that are `undefined`, which would hide the defaults. */
function givenMembers(connection: object): pg.PoolConfig {
  return Object.fromEntries(Object.entries(connection).filter(([, value]) => value !== undefined))
}

/** A client as a {@link Connection}. */
export function queryableOf(client: pg.ClientBase): Connection {
  return {
    rows: (text, values = []) => onDatabase(async () => (await client.query<Row>(text, [...values])).rows),
    write: (text, values) => onDatabase(async () => (await client.query(text, [...values])).rowCount ?? 0),
  }
}

function ignored(): void {
  // The next query says it.
}

/** Whole numbers of 64 bits as numbers: none of ours is greater than 2 ** 53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    const parser: unknown = oid === int8Oid && format !== 'binary' ? wholeNumber : pg.types.getTypeParser(oid, format)
    return parser
  },
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw damaged('integer')
  return value
}
