import type { IdKind } from '@wimse-ect/claims'
import { type HashedNode, hashBytes, leafHash, type RightEdge } from '@wimse-ect/ledger'
import {
  formatParents,
  type JudgedBatch,
  type NewHashes,
  newHashesOf,
  type StoredRecord,
} from '@wimse-ect/ledger/durable'
import { binaryArray } from './binary-array.ts'
import type { Queryable } from './database.ts'
import { encodeEdge, type LogRow } from './locked-log.ts'
import { encodeIds } from './stored-id.ts'

/** What a batch is written with. */
export interface BatchWriting {
  readonly log: number
  readonly ids: IdKind
  /** The row of the log as it was locked. */
  readonly before: LogRow
  /** Numbers of all agents of the batch. */
  readonly agents: ReadonlyMap<string, number>
}

// One statement: one round trip, in which the lock is held. A division by zero says that the log or its tiles did not
// end where the row said, or that a trigger which somebody added dropped a row without a word; a commit that was sent
// along then commits nothing.
const statement = `
  WITH new_agents AS (
    INSERT INTO ect_ledger.agent (log, id, name) SELECT $1, * FROM unnest($6::int[], $7::text[])
    RETURNING id
  ), new_entries AS (
    INSERT INTO ect_ledger.entry
      (log, sequence, verified_at, stored_at, agent, task_id, workflow_id, token_id, parents, token)
    SELECT $1, * FROM unnest($8::bigint[], $9::bigint[], $10::bigint[], $11::int[], $12::bytea[], $13::bytea[],
      $14::bytea[], $15::text[], $16::text[])
    RETURNING sequence
  ), new_tiles AS (
    INSERT INTO ect_ledger.tile AS kept (log, level, place, hashes)
    SELECT $1, * FROM unnest($17::int[], $18::bigint[], $19::bytea[])
    ON CONFLICT (log, level, place) DO UPDATE SET hashes = kept.hashes || excluded.hashes
    RETURNING octet_length(hashes) AS length
  ), new_evidence AS (
    INSERT INTO ect_ledger.equivocation (log, sequence, refused, found_at)
    SELECT $1, * FROM unnest($20::bigint[], $21::text[], $22::bigint[])
    ON CONFLICT (log, sequence) DO NOTHING
  ), grown AS (
    UPDATE ect_ledger.log SET size = $3, edge = $4, agents = $5 WHERE id = $1 AND size = $2 RETURNING id
  )
  SELECT 1 / (
    (SELECT count(*) FROM grown) = 1
    AND (SELECT coalesce(sum(length), 0) FROM new_tiles) = $23
    AND (SELECT count(*) FROM new_entries) = $24
    AND (SELECT count(*) FROM new_agents) = cardinality($6::int[])
  )::int AS all_is_written`

/**
 * Writes what a batch came to.
 *
 * @returns the end of the tree as it is then
 * @throws EctError `ECT_LEDGER_DAMAGED` when the tiles did not end where the log does, or the database dropped an entry
 */
export async function writeBatch(
  { records, evidence }: Pick<JudgedBatch, 'records' | 'evidence'>,
  { log, ids, before, agents }: BatchWriting,
  database: Queryable,
): Promise<RightEdge> {
  const edge = before.edge.copy()
  const nodes: HashedNode[] = []
  for (const { entry } of records) nodes.push(...edge.append(leafHash(entry.compact)))
  const tiles = newHashesOf(nodes)
  const added = [...agents].filter(([, number]) => number >= before.agents)
  const values = [
    log,
    before.edge.size,
    edge.size,
    encodeEdge(edge),
    before.agents + added.length,
    binaryArray.int4(added.map(([, number]) => number)),
    binaryArray.text(added.map(([name]) => name)),
    ...entryColumns(records, ids, agents),
    binaryArray.int4(tiles.map(({ level }) => level)),
    binaryArray.int8(tiles.map(({ index }) => index)),
    binaryArray.bytea(tiles.map(({ hashes }) => hashes)),
    binaryArray.int8(evidence.map(({ sequence }) => sequence)),
    binaryArray.text(evidence.map(({ refused }) => refused)),
    binaryArray.int8(evidence.map(({ foundAt }) => foundAt)),
    tiles.reduce((sum, tile) => sum + endOf(tile), 0),
    records.length,
  ]
  await database.rows(statement, values)
  return edge
}

/** The columns of new entries, a list each. */
function entryColumns(
  records: readonly StoredRecord[],
  ids: IdKind,
  agents: ReadonlyMap<string, number>,
): readonly Buffer[] {
  return [
    binaryArray.int8(records.map(({ sequence }) => sequence)),
    binaryArray.int8(records.map(({ entry }) => entry.verifiedAt)),
    binaryArray.int8(records.map(({ entry }) => entry.storedAt)),
    binaryArray.int4(records.map(({ task }) => agents.get(task.agent) ?? -1)),
    encodeIds(
      records.map(({ task }) => task.taskId),
      ids,
    ),
    encodeIds(
      records.map(({ task }) => task.workflowId ?? null),
      ids,
    ),
    encodeIds(
      records.map(({ task }) => task.tokenId),
      ids,
    ),
    binaryArray.text(records.map(({ entry }) => formatParents(entry))),
    binaryArray.text(records.map(({ entry }) => entry.compact)),
  ]
}

/** Length of a tile after new hashes were added to it. */
function endOf({ from, hashes }: NewHashes): number {
  return from * hashBytes + hashes.length
}
