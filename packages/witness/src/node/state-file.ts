import { createHash } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EctError } from '@wimse-ect/claims'
import { parseCheckpoint } from '@wimse-ect/ledger'

/** The latest cosigned checkpoint of each log, by its name. */
export type Notes = ReadonlyMap<string, string>

const firstWords = 'wimse-ect witness state 1'

/**
 * Reads what {@link writeNotes} wrote. The digest in the first line finds a file that was cut off or damaged: what is
 * left of it must not pass for a state that knows fewer logs.
 *
 * @throws EctError `ECT_WITNESS_STATE` for any other file, and when it is missing or cannot be read
 */
export async function readNotes(file: string): Promise<Notes> {
  try {
    const text = await readFile(file, 'utf8')
    const end = text.indexOf('\n') + 1
    const body = text.slice(end)
    if (text.slice(0, end) !== firstLine(body)) throw new SyntaxError('the digest is another')
    const notes: unknown = JSON.parse(body)
    if (!isStrings(notes)) throw new SyntaxError('these are no notes')
    return new Map(notes.map((note) => [parseCheckpoint(note).origin, note]))
  } catch (cause) {
    throw new EctError('ECT_WITNESS_STATE', { path: 'file', cause })
  }
}

/**
 * Replaces the file in one step and makes that durable: first the new file, then its place in the folder. A crash
 * leaves the old notes or the new ones.
 *
 * @throws EctError `ECT_WITNESS_STATE`
 */
export async function writeNotes(file: string, notes: Notes): Promise<void> {
  const body = `${JSON.stringify([...notes.values()], undefined, 2)}\n`
  const draft = `${file}-draft`
  try {
    const handle = await open(draft, 'w', 0o600)
    try {
      await handle.writeFile(firstLine(body) + body)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
    await syncFolder(dirname(file))
  } catch (cause) {
    throw new EctError('ECT_WITNESS_STATE', { path: 'file', cause })
  }
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function firstLine(body: string): string {
  return `${firstWords} ${createHash('sha256').update(body).digest('hex')}\n`
}

/** Where folders can be opened. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
