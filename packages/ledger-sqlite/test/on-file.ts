import { readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { generateNoteKey, type NoteSigner, noteSigner } from '@wimse-ect/ledger'
import { temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { keysInBlock } from '../src/writer/key-blocks.ts'

const keys = generateNoteKey('ledger.example.com/audit')

/** Key and signer of the logs under test. */
export const logKey: string = keys.verifierKey
export const signerKey: string = keys.signerKey
export const signer: NoteSigner = noteSigner(signerKey)
/** Of another log of the same name. */
export const otherSigner: NoteSigner = noteSigner(generateNoteKey('ledger.example.com/audit').signerKey)

/** A place for a ledger, and hands to tamper with it. */
export interface TestFile {
  readonly file: string
  /** A path beside it. */
  path(name: string): string
  /** Runs SQL on the file, behind the back of the ledger. */
  sql(statements: string): void
  /** Replaces the file. */
  write(content: string | Uint8Array): void
  /** The file as it is. */
  copy(): Uint8Array
}

/** Runs something with a path at which there is no file yet. */
export async function onFile(run: (on: TestFile) => Promise<void>): Promise<void> {
  const folder = temporaryFolder()
  const file = folder.path('ledger.db')
  const sql = (statements: string): void => {
    const database = new DatabaseSync(file, { defensive: false })
    try {
      database.exec(statements)
    } finally {
      database.close()
    }
  }
  try {
    await run({
      file,
      path: folder.path,
      sql,
      write: (content) => writeFileSync(file, content),
      copy: () => readFileSync(file),
    })
  } finally {
    folder.remove()
  }
}

/**
 * Moves the keys of all entries into the tables of the indexes, as happens when many have come together.
 *
 * @param isWhole false: they are in the tables, and still recent too. Default true
 */
export function settleAll(file: string, isWhole = true): void {
  const database = new DatabaseSync(file)
  for (const row of database.prepare('SELECT first, keys FROM recent').all()) {
    const keys = keysInBlock(row.keys)
    for (const [at, task] of (keys?.task ?? []).entries()) {
      const [sequence, workflow, token] = [Number(row.first) + at, keys?.workflow[at] ?? 0, keys?.token[at] ?? 0]
      database.prepare('INSERT INTO task VALUES (?, ?, ?)').run(task, workflow, sequence)
      database.prepare('INSERT INTO workflow VALUES (?, ?)').run(workflow, sequence)
      database.prepare('INSERT INTO token VALUES (?, ?)').run(token, sequence)
    }
  }
  if (isWhole) database.exec('DELETE FROM recent')
  database.close()
}
