import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { DatabasePlace } from './ledger-place.ts'

/**
 * Where the secret key of a log lies is written down when the log is made, so that later commands find it: for a SQLite
 * ledger beside its file, for a log in PostgreSQL in the configuration folder of the user. Only the path is written.
 *
 * @param logKey verifier key of the log
 */
export async function noteLogKey(place: DatabasePlace, logKey: string, keyFile: string): Promise<void> {
  const note = noteOf(place, logKey)
  await mkdir(dirname(note), { recursive: true })
  await writeFile(note, `${pathFrom(dirname(note), resolve(keyFile))}\n`)
}

/** The path that was noted for a log; `undefined` when none was. */
export async function notedLogKey(place: DatabasePlace, logKey: string): Promise<string | undefined> {
  const note = noteOf(place, logKey)
  try {
    return resolve(dirname(note), (await readFile(note, 'utf8')).trimEnd())
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** The file that holds the path. */
function noteOf(place: DatabasePlace, logKey: string): string {
  if (place.kind === 'sqlite') return `${place.file}-log-key-path`
  const { XDG_CONFIG_HOME = join(homedir(), '.config') } = process.env
  const name = createHash('sha256').update(logKey).digest('hex').slice(0, 32)
  return join(XDG_CONFIG_HOME, 'ect', 'log-keys', name)
}

/** Relative when it lies in the folder of the note or below, so that the folder can be moved as a whole. */
function pathFrom(folder: string, file: string): string {
  const path = relative(folder, file)
  return path.startsWith('..') || isAbsolute(path) ? file : path
}
