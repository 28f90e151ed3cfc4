import type { TreeHead } from '@wimse-ect/ledger'
import { checkKnownCheckpoints, damaged, numberIn, RecordCache, StoredTree } from '@wimse-ect/ledger/durable'
import type { Queryable } from './database.ts'
import { encodeEdge, readLogRow } from './locked-log.ts'
import type { Log } from './log.ts'
import { PostgresStore } from './postgres-store.ts'

/**
 * Checks a log before anything is appended to it, in O(log n): its row, its entries and its tiles have to end at the
 * same place, and nothing that it has signed for may be gone [LEDGER-TAMPER].
 *
 * @param snapshot shows one state of the database
 * @param knownHead a checkpoint that was kept elsewhere
 * @returns the head of the log
 * @throws EctError `ECT_LEDGER_DAMAGED`, `ECT_LEDGER_ROLLED_BACK`, `ECT_CHECKPOINT_*`
 */
export async function checkOpenedLog(log: Log, snapshot: Queryable, knownHead: string | undefined): Promise<TreeHead> {
  const store = new PostgresStore(log, snapshot, new RecordCache())
  const tree = new StoredTree(store)
  const { edge } = await readLogRow(log.id, snapshot)
  await checkEntriesEnd(log, snapshot, edge.size)
  await tree.checkEnd(edge.size)
  const stored = await tree.edge(edge.size)
  if (Buffer.compare(encodeEdge(stored), encodeEdge(edge)) !== 0) throw damaged('edge')
  await checkKnownCheckpoints([(await store.checkpoint())?.note, knownHead], log.founding.logKey, tree, edge.size)
  return edge.head()
}

async function checkEntriesEnd(log: Log, snapshot: Queryable, size: number): Promise<void> {
  const sql = 'SELECT coalesce(max(sequence) + 1, 0) AS size FROM ect_ledger.entry WHERE log = $1'
  const [row] = await snapshot.rows(sql, [log.id])
  if (row === undefined || numberIn(row, 'size') !== size) throw damaged('size')
}
