import type { IdKind } from '@wimse-ect/claims'
import { type HashedNode, hashBytes, leafHash, type RightEdge } from '@wimse-ect/ledger'
import {
  damaged,
  formatParents,
  type JudgedBatch,
  type NewHashes,
  newHashesOf,
  type StoredRecord,
} from '@wimse-ect/ledger/durable'
import type { Queryable } from './database.ts'
import { encodeEdge, type LogRow } from './locked-log.ts'
import { encodeId } from './stored-id.ts'

/** What a batch is written with. */
export interface BatchWriting {
  readonly log: number
  readonly ids: IdKind
  /** The row of the log as it was locked. */
  readonly before: LogRow
  /** Numbers of all agents of the batch. */
  readonly agents: ReadonlyMap<string, number>
}

// One statement: one round trip, in which the lock is held.
const statement = `
  WITH new_agents AS (
    INSERT INTO ect_ledger.agent (log, id, name) SELECT $1, * FROM unnest($6::int[], $7::text[])
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
  SELECT (SELECT count(*) FROM grown) AS grown, (SELECT count(*) FROM new_entries) AS entries, (SELECT coalesce(sum(length), 0) FROM new_tiles) AS tile_bytes`

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
  const [row] = await database.rows(statement, [
    log,
    before.edge.size,
    edge.size,
    encodeEdge(edge),
    before.agents + added.length,
    added.map(([, number]) => number),
    added.map(([name]) => name),
    ...entryColumns(records, ids, agents),
    tiles.map(({ level }) => level),
    tiles.map(({ index }) => index),
    tiles.map(({ hashes }) => Buffer.from(hashes)),
    evidence.map(({ sequence }) => sequence),
    evidence.map(({ refused }) => refused),
    evidence.map(({ foundAt }) => foundAt),
  ])
  if (row?.grown !== 1 || row.tile_bytes !== tiles.reduce((sum, tile) => sum + endOf(tile), 0)) throw damaged('tree')
  // A trigger that somebody added may drop a row without a word.
  if (row.entries !== records.length) throw damaged('entry')
  return edge
}

/** The columns of new entries, a list each. */
function entryColumns(
  records: readonly StoredRecord[],
  ids: IdKind,
  agents: ReadonlyMap<string, number>,
): readonly unknown[][] {
  return [
    records.map(({ sequence }) => sequence),
    records.map(({ entry }) => entry.verifiedAt),
    records.map(({ entry }) => entry.storedAt),
    records.map(({ task }) => agents.get(task.agent)),
    records.map(({ task }) => encodeId(task.taskId, ids)),
    records.map(({ task }) => (task.workflowId === undefined ? null : encodeId(task.workflowId, ids))),
    records.map(({ task }) => encodeId(task.tokenId, ids)),
    records.map(({ entry }) => formatParents(entry)),
    records.map(({ entry }) => entry.compact),
  ]
}

/** Length of a tile after new hashes were added to it. */
function endOf({ from, hashes }: NewHashes): number {
  return from * hashBytes + hashes.length
}
