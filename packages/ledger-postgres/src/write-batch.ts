import { type HashedNode, hashBytes, type RightEdge } from '@wimse-ect/ledger'
import { type JudgedBatch, type NewHashes, newHashesOf, type StoredRecord } from '@wimse-ect/ledger/durable'
import { binaryArray } from './binary-array.ts'
import type { Connection } from './database.ts'
import type { EncodedEntries } from './encoded-entries.ts'
import { encodeEdge, type LogRow } from './locked-log.ts'

/** What is written: records, how they are sent, and evidence. */
export interface WrittenBatch extends Pick<JudgedBatch, 'records' | 'evidence'> {
  readonly encoded: EncodedEntries
}

/** The entries are only inserted if none of these came since the log had so many entries. */
export interface Unless {
  readonly size: number
  /** More than so many new entries are not looked through; nothing is inserted then either. */
  readonly most: number
  /** Task ids and `jti`, encoded. */
  readonly tasks: Buffer
  readonly tokens: Buffer
}

/** Where a batch goes. */
export interface TreeWriting {
  readonly log: number
  /** The row of the log as it was locked. */
  readonly before: LogRow
  /** Numbers of all agents of the batch. */
  readonly agents: ReadonlyMap<string, number>
}

// Sequences are counted on from the end of the log as this statement sees it, so that it can be sent before the client
// knows where that is. Names as a subquery are hashed; a list would be compared with every row, one after the other.
const entriesStatement = `
  WITH before AS MATERIALIZED (
    SELECT size FROM ect_ledger.log WHERE id = $1 AND size - $2 BETWEEN 0 AND $3
  ), since AS MATERIALIZED (
    SELECT 1 FROM before, ect_ledger.entry WHERE log = $1 AND sequence >= $2
      AND (task_id IN (SELECT unnest($4::bytea[])) OR token_id IN (SELECT unnest($5::bytea[]))) LIMIT 1
  )
  INSERT INTO ect_ledger.entry
    (log, sequence, verified_at, stored_at, agent, task_id, workflow_id, token_id, parents, token)
  SELECT $1, size + place - 1, verified_at, stored_at, agent, task_id, workflow_id, token_id,
    CASE
      WHEN only_parent IS NOT NULL THEN '[' || size + only_parent || ']'
      WHEN parents LIKE '%-%' THEN (
        SELECT '[' || string_agg((CASE WHEN each < 0 THEN size - 1 - each ELSE each END)::text, ',' ORDER BY at) || ']'
        FROM unnest(string_to_array(btrim(parents, '[]'), ',')::bigint[]) WITH ORDINALITY AS list (each, at))
      ELSE parents
    END, token
  FROM before CROSS JOIN unnest($6::bigint[], $7::bigint[], $8::int[], $9::bytea[], $10::bytea[], $11::bytea[],
      $12::int[], $13::text[], $14::text[]) WITH ORDINALITY
    AS new (verified_at, stored_at, agent, task_id, workflow_id, token_id, only_parent, parents, token, place)
  WHERE NOT EXISTS (SELECT FROM since)`

// A division by zero says that the log or its tiles did not end where the row said, or that not all entries are there,
// since a trigger which somebody added dropped one without a word; a commit that was sent along then commits nothing.
const treeStatement = `
  WITH new_agents AS (
    INSERT INTO ect_ledger.agent (log, id, name) SELECT $1, * FROM unnest($6::int[], $7::text[])
    RETURNING id
  ), new_tiles AS (
    INSERT INTO ect_ledger.tile AS kept (log, level, place, hashes)
    SELECT $1, * FROM unnest($8::int[], $9::bigint[], $10::bytea[])
    ON CONFLICT (log, level, place) DO UPDATE SET hashes = kept.hashes || excluded.hashes
    RETURNING octet_length(hashes) AS length
  ), new_evidence AS (
    INSERT INTO ect_ledger.equivocation (log, sequence, refused, found_at)
    SELECT $1, * FROM unnest($11::bigint[], $12::text[], $13::bigint[])
    ON CONFLICT (log, sequence) DO NOTHING
  ), grown AS (
    UPDATE ect_ledger.log SET size = $3, edge = $4, agents = $5 WHERE id = $1 AND size = $2 RETURNING id
  )
  SELECT 1 / (
    (SELECT count(*) FROM grown) = 1
    AND (SELECT coalesce(sum(length), 0) FROM new_tiles) = $14
    AND (SELECT count(*) FROM ect_ledger.entry WHERE log = $1 AND sequence >= $2) = $3 - $2
    AND (SELECT count(*) FROM new_agents) = cardinality($6::int[])
  )::int AS all_is_written`

/**
 * Inserts new entries at the end of the log, whose lock is held or asked for before this on the same connection.
 *
 * @param agents numbers of all agents of the batch
 * @param storedAt of each entry
 * @returns number of entries that were inserted: none, if something came since; fewer when a trigger dropped one
 */
export async function writeEntries(
  { records, encoded }: Pick<WrittenBatch, 'records' | 'encoded'>,
  { log, agents }: Pick<TreeWriting, 'log' | 'agents'>,
  { size, most, tasks, tokens }: Unless,
  storedAt: (record: StoredRecord) => number,
  database: Connection,
): Promise<number> {
  return database.write(entriesStatement, [
    log,
    size,
    most,
    tasks,
    tokens,
    encoded.verifiedAt,
    binaryArray.int8(records.map(storedAt)),
    binaryArray.int4(records.map(({ task }) => agents.get(task.agent) ?? -1)),
    encoded.taskIds,
    encoded.workflowIds,
    encoded.tokenIds,
    encoded.onlyParents,
    encoded.parents,
    encoded.tokens,
  ])
}

/**
 * Writes what goes with new entries: the tree, its end, agents and evidence. It fails unless all the entries are there.
 *
 * @returns the end of the tree as it is then
 * @throws EctError `ECT_LEDGER_DAMAGED` when the tiles did not end where the log does, or the database dropped a row
 */
export async function writeTree(
  { encoded, evidence }: Pick<WrittenBatch, 'encoded' | 'evidence'>,
  { log, before, agents }: TreeWriting,
  database: Connection,
): Promise<RightEdge> {
  const edge = before.edge.copy()
  const nodes: HashedNode[] = []
  for (const leaf of encoded.leaves) nodes.push(...edge.append(leaf))
  const tiles = newHashesOf(nodes)
  const added = [...agents].filter(([, number]) => number >= before.agents)
  await database.rows(treeStatement, [
    log,
    before.edge.size,
    edge.size,
    encodeEdge(edge),
    before.agents + added.length,
    binaryArray.int4(added.map(([, number]) => number)),
    binaryArray.text(added.map(([name]) => name)),
    binaryArray.int4(tiles.map(({ level }) => level)),
    binaryArray.int8(tiles.map(({ index }) => index)),
    binaryArray.bytea(tiles.map(({ hashes }) => hashes)),
    binaryArray.int8(evidence.map(({ sequence }) => sequence)),
    binaryArray.text(evidence.map(({ refused }) => refused)),
    binaryArray.int8(evidence.map(({ foundAt }) => foundAt)),
    tiles.reduce((sum, tile) => sum + endOf(tile), 0),
  ])
  return edge
}

/** The same where nothing came since: the lock is held. */
export async function writeEntriesNow(batch: WrittenBatch, where: TreeWriting, database: Connection): Promise<number> {
  const nothing = binaryArray.bytea([])
  const unless = { size: where.before.edge.size, most: 0, tasks: nothing, tokens: nothing }
  return writeEntries(batch, where, unless, ({ entry }) => entry.storedAt, database)
}

/** Length of a tile after new hashes were added to it. */
function endOf({ from, hashes }: NewHashes): number {
  return from * hashBytes + hashes.length
}
