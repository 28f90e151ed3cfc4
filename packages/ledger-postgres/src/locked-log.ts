import { EctError } from '@wimse-ect/claims'
import { type Hash, hashBytes, RightEdge } from '@wimse-ect/ledger'
import { bytesIn, damaged, numberIn, type Row } from '@wimse-ect/ledger/durable'
import type { ClientBase, QueryResult } from 'pg'
import { begin, planning } from './begin.ts'
import type { Queryable } from './database.ts'

/** The row of a log, on which its writers take turns. */
export interface LogRow {
  /** The growing end of the tree; its size is the number of entries. */
  readonly edge: RightEdge
  /** Number of agents that have a number. */
  readonly agents: number
}

// A writer whose process or machine stands still is let go after this time at the earliest, so that the others can go
// on.
const leastIdleMs = 1000

const columns = 'size, edge, agents'

/** The row as it is committed. */
export async function readLogRow(log: number, database: Queryable): Promise<LogRow> {
  const [row] = await database.rows(`SELECT ${columns} FROM ect_ledger.log WHERE id = $1`, [log])
  return logRowIn(row)
}

/**
 * Begins a transaction and takes the lock of the log, in one round trip [LEDGER-ATOMIC]. Every statement after it sees
 * what was committed when the lock was taken.
 *
 * A time of 0 would mean to PostgreSQL that it waits for ever.
 *
 * @param lockTimeoutMs how long to wait for the other writers, in milliseconds
 */
export async function lockLog(log: number, client: ClientBase, lockTimeoutMs: number): Promise<LogRow> {
  const statements = `${begin};
    SET LOCAL lock_timeout = ${Math.max(lockTimeoutMs, 1)};
    SET LOCAL idle_in_transaction_session_timeout = ${Math.max(lockTimeoutMs, leastIdleMs)};
    ${planning};
    SELECT ${columns} FROM ect_ledger.log WHERE id = ${log} FOR UPDATE`
  // Several statements in one text give several results, which the types of the client do not say.
  const answer: unknown = await client.query(statements)
  const results = (Array.isArray(answer) ? answer : [answer]) as readonly QueryResult<Row>[]
  return logRowIn(results.at(-1)?.rows[0])
}

/** The hashes of an edge as the row keeps them. */
export function encodeEdge(edge: RightEdge): Buffer {
  return Buffer.concat(edge.hashes)
}

function logRowIn(row: Row | undefined): LogRow {
  if (row === undefined) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'log' })
  const bytes = bytesIn(row, 'edge')
  const hashes: Hash[] = []
  for (let at = 0; at < bytes.length; at += hashBytes) hashes.push(bytes.slice(at, at + hashBytes))
  return { edge: edgeOf(numberIn(row, 'size'), hashes), agents: numberIn(row, 'agents') }
}

function edgeOf(size: number, hashes: readonly Hash[]): RightEdge {
  try {
    return new RightEdge(size, hashes)
  } catch {
    throw damaged('edge')
  }
}
