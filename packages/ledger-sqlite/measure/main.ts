// Appends to a ledger and to a plain table, at the same batch size and sync level, and opens and proves:
// node main.ts [entries] [tokens per call] [calls at the same time]
import { randomUUID } from 'node:crypto'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { generateNoteKey, noteSigner } from '@wimse-ect/ledger'
import { token } from '../../ledger/contract/tokens.ts'
import { createSqliteLedger, openSqliteLedger } from '../src/index.ts'
import { encodeId } from '../src/writer/encode-id.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

const [entries = 20_000, perCall = 100, calls = 1] = process.argv.slice(2).map(Number)
const perRound = perCall * calls
const folder = temporaryFolder()
const signer = noteSigner(generateNoteKey('ledger.example.com/audit').signerKey)

let last = ''
/** Tokens of workflows of a hundred tasks, each the child of the one before. */
function makeTokens(from: number): VerifiedEct[] {
  return Array.from({ length: perRound }, (_, at) => {
    const tid = randomUUID()
    const isRoot = (from + at) % 100 === 0
    if (isRoot) workflow = randomUUID()
    const made = token({ tid, jti: randomUUID(), wid: workflow, par: isRoot ? [] : [last] })
    last = tid
    return made
  })
}
let workflow = ''

/** The same rows in the same table with the same indexes, and nothing else; or the tokens alone. */
const indexed = openPlain(
  'indexed.db',
  `CREATE TABLE entry (
     sequence INTEGER PRIMARY KEY,
     token TEXT NOT NULL,
     verified_at INTEGER NOT NULL,
     stored_at INTEGER NOT NULL,
     parents TEXT,
     task_id ANY NOT NULL,
     workflow_id ANY,
     token_id ANY NOT NULL,
     agent INTEGER NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX entry_by_task ON entry (task_id, workflow_id);
   CREATE UNIQUE INDEX entry_by_token ON entry (token_id, agent);
   CREATE INDEX entry_by_workflow ON entry (workflow_id) WHERE workflow_id IS NOT NULL;
   CREATE INDEX entry_by_agent ON entry (agent);
   CREATE INDEX entry_by_time ON entry (stored_at);`,
)
const bare = openPlain('bare.db', 'CREATE TABLE entry (sequence INTEGER PRIMARY KEY, token TEXT NOT NULL) STRICT')
const insertIndexed = indexed.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
const insertBare = bare.prepare('INSERT INTO entry VALUES (?, ?)')

function openPlain(name: string, schema: string): DatabaseSync {
  const database = new DatabaseSync(folder.path(name))
  database.exec('PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384')
  database.exec(schema)
  return database
}

function insertAll(database: DatabaseSync, rows: readonly SQLInputValue[][], insert: StatementSync): number {
  const start = performance.now()
  database.exec('BEGIN IMMEDIATE')
  for (const row of rows) insert.run(...row)
  database.exec('COMMIT')
  return performance.now() - start
}

function rowOf({ compact, task }: VerifiedEct, sequence: number): SQLInputValue[] {
  const ids = [task.taskId, task.workflowId ?? '', task.tokenId].map((id) => encodeId(id, 'uuid'))
  return [sequence, compact, 1, 2, task.parents.length === 0 ? null : `[${sequence - 1}]`, ...ids, 1]
}

const ledger = await createSqliteLedger(folder.path('ledger.db'), { signer })
let [bareMs, indexedMs, ledgerMs, windowMs] = [0, 0, 0, 0]
const windows: number[] = []
let memory = 0
for (let done = 0; done < entries; done += perRound) {
  const tokens = makeTokens(done)
  const rows = tokens.map((each, at) => rowOf(each, done + at))
  bareMs += insertAll(
    bare,
    rows.map((row) => row.slice(0, 2)),
    insertBare,
  )
  indexedMs += insertAll(indexed, rows, insertIndexed)
  const start = performance.now()
  const parts = Array.from({ length: calls }, (_, at) => tokens.slice(at * perCall, (at + 1) * perCall))
  const results = await Promise.all(parts.map((part) => ledger.appendMany(part, admit)))
  const took = performance.now() - start
  if (!results.flat().every(({ ok }) => ok)) throw new Error('refused')
  ledgerMs += took
  windowMs += took
  if ((done + perRound) % 10_000 < perRound) {
    windows.push(Math.round(windowMs))
    windowMs = 0
    memory = process.memoryUsage().rss
  }
}
console.log(`${perRound} tokens per commit in ${calls} calls: ledger ${rate(ledgerMs)}/s`)
console.log(`the same rows and indexes: ${rate(indexedMs)}/s, ratio ${(indexedMs / ledgerMs).toFixed(2)}`)
console.log(`tokens alone, no index: ${rate(bareMs)}/s, ratio ${(bareMs / ledgerMs).toFixed(2)}`)
console.log(`ms per 10,000: first ${windows[0]}, last ${windows.at(-1)}; rss ${Math.round(memory / 2 ** 20)} MiB`)
await ledger.close()

let start = performance.now()
const again = await openSqliteLedger(folder.path('ledger.db'), { signer })
console.log(`opening: ${(performance.now() - start).toFixed(0)} ms`)
start = performance.now()
for (let at = 0; at < 100; at++) await again.receipt(Math.floor((at * entries) / 100))
console.log(`receipt: ${((performance.now() - start) / 100).toFixed(2)} ms`)
await again.close()
bare.close()
indexed.close()
folder.remove()

function rate(ms: number): string {
  return Math.round((entries / ms) * 1000).toLocaleString('en')
}
