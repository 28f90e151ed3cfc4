import type { SQLOutputValue } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { StoredEntry } from '@wimse-ect/ledger'
import type {
  FoundEntry,
  FoundEvidence,
  Founding,
  FoundLedger,
  FoundPage,
  FoundTile,
  KeptCheckpoint,
} from '@wimse-ect/ledger/durable'
import { numberIn, type Row, sequencesIn, textIn } from '../reader/columns.ts'
import type { DatabaseReader } from '../reader/database-reader.ts'
import { placeOfTileRow } from '../tile-rows.ts'

const pageOfRows = 256
const columns = `sequence, token, verified_at, stored_at, parents, task_id, workflow_id, token_id,
  (SELECT name FROM agent WHERE id = agent) AS agent`

/** A ledger file as `fsck` reads it. */
export class FoundSqliteLedger implements FoundLedger {
  readonly founding: Founding
  readonly #reader: DatabaseReader

  /** @param reader that holds a snapshot */
  constructor(reader: DatabaseReader) {
    this.founding = reader.founding
    this.#reader = reader
  }

  size(): number {
    return this.#reader.size()
  }

  tokens(from: number, to: number): readonly string[] {
    return this.#reader.tokens(from, to)
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#reader.tile(level, index)
  }

  checkpoint(): KeptCheckpoint | undefined {
    return this.#reader.checkpoint()
  }

  *structure(): Generator<string> {
    for (const row of this.#reader.rows('PRAGMA integrity_check(100)')) {
      const said = textIn(row, 'integrity_check')
      if (said !== 'ok') yield said
    }
  }

  async *pages(): AsyncGenerator<FoundPage> {
    const sql = `SELECT ${columns} FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ${pageOfRows}`
    let last = Number.MIN_SAFE_INTEGER
    for (;;) {
      const rows = this.#reader.rows(sql, last)
      const at = new Map<FoundEntry, Row>()
      for (const row of rows) {
        if (typeof row.sequence === 'number') last = row.sequence
        at.set(this.#foundIn(row), row)
      }
      yield {
        entries: [...at.keys()],
        taskIdAt: (sequence) => this.#taskIdAt(sequence),
        isRepeated: (entry) => this.#isRepeated(at.get(entry)),
      }
      if (rows.length < pageOfRows) return
      // Reading is synchronous: whatever else the process does gets its turn here.
      await setImmediate()
    }
  }

  *tiles(): Generator<FoundTile> {
    const sql = 'SELECT id, length(hashes) AS length FROM tile WHERE id > ? ORDER BY id LIMIT 1'
    for (
      let [row] = this.#reader.rows(sql, -1);
      row !== undefined;
      [row] = this.#reader.rows(sql, numberIn(row, 'id'))
    ) {
      yield { ...placeOfTileRow(numberIn(row, 'id')), lengthBytes: numberIn(row, 'length') }
    }
  }

  *evidence(): Generator<FoundEvidence> {
    const sql = 'SELECT found, sequence, refused FROM equivocation WHERE found > ? ORDER BY found LIMIT 1'
    for (
      let [row] = this.#reader.rows(sql, 0);
      row !== undefined;
      [row] = this.#reader.rows(sql, numberIn(row, 'found'))
    ) {
      yield { sequence: numberIn(row, 'sequence'), refused: textIn(row, 'refused') }
    }
  }

  #foundIn(row: Row): FoundEntry {
    const { sequence, agent } = row
    return {
      sequence: typeof sequence === 'number' ? sequence : undefined,
      stored: storedIn(row),
      indexes: {
        task_id: this.#identifier(row.task_id),
        workflow_id: row.workflow_id === null ? null : this.#identifier(row.workflow_id),
        token_id: this.#identifier(row.token_id),
        agent: typeof agent === 'string' ? agent : undefined,
      },
    }
  }

  #taskIdAt(sequence: number): string | undefined {
    const [row] = this.#reader.rows('SELECT task_id FROM entry WHERE sequence = ?', sequence)
    return this.#identifier(row?.task_id)
  }

  #isRepeated(row: Row | undefined): boolean {
    if (row === undefined) return false
    const { task_id: task = null, workflow_id: workflow = null, sequence = null } = row
    const earlier = 'SELECT 1 FROM entry WHERE task_id = ? AND sequence < ?'
    if (workflow === null) return this.#reader.rows(`${earlier} LIMIT 1`, task, sequence).length > 0
    return [null, workflow].some(
      (other) => this.#reader.rows(`${earlier} AND workflow_id IS ? LIMIT 1`, task, sequence, other).length > 0,
    )
  }

  /** The identifier behind a stored one; `undefined` for what no ledger of this kind stores. */
  #identifier(stored: SQLOutputValue | undefined): string | undefined {
    if (this.founding.ids === 'opaque') return typeof stored === 'string' ? stored : undefined
    if (!(stored instanceof Uint8Array) || stored.length !== 16) return undefined
    const hex = Buffer.from(stored).toString('hex')
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
}

/** What a row says beside its indexes; `undefined` when a column holds what no ledger writes. */
function storedIn(row: Row): StoredEntry | undefined {
  try {
    return {
      sequence: numberIn(row, 'sequence'),
      compact: textIn(row, 'token'),
      verifiedAt: numberIn(row, 'verified_at'),
      storedAt: numberIn(row, 'stored_at'),
      parents: sequencesIn(row, 'parents'),
    }
  } catch {
    return undefined
  }
}
