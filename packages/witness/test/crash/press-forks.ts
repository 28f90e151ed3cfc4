import { checkCheckpoint, parseCheckpoint } from '@wimse-ect/ledger'
import { logKeys, NaiveLog } from '../naive-log.ts'
import { bodyFor, witnessKeys } from '../witnesses.ts'

/** A history of which a checkpoint was cosigned, as far as it was. */
export type History = readonly string[]

const options = {
  logKey: logKeys.verifierKey,
  witnessPolicy: { witnesses: [witnessKeys.verifierKey], threshold: 1 },
}
const clientsPerFork = 2

/**
 * Has a log and its forks ask a witness for cosignatures, all at the same time, as fast as it answers and until it is
 * gone.
 *
 * @param known what all of them begin with
 * @param cosigned takes every history that was cosigned, in order
 */
export async function pressForks(
  url: string,
  known: History,
  names: readonly string[],
  cosigned: History[],
): Promise<void> {
  const clients = names.flatMap((name) => Array.from({ length: clientsPerFork }, () => name))
  await Promise.all(clients.map((name) => press(url, known, name, cosigned)))
}

async function press(url: string, known: History, name: string, cosigned: History[]): Promise<void> {
  let oldSize = known.length
  for (let grown = 1; ; grown++) {
    const history = [...known, ...Array.from({ length: grown }, (_, at) => `${name} entry ${known.length + at}`)]
    const log = new NaiveLog(history)
    if (oldSize > log.size) continue
    try {
      const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: await bodyFor(log, oldSize) })
      const body = await response.text()
      if (response.status === 409) oldSize = Number(body)
      if (response.status !== 200) continue
      checkCheckpoint((await log.checkpoint()) + body, options)
      cosigned.push(history)
      oldSize = log.size
    } catch (error) {
      // The witness was killed.
      if (error instanceof TypeError) return
      throw error
    }
  }
}

/** The history that a witness has cosigned last, of those that were submitted; `undefined` for none of them. */
export async function historyOf(note: string, known: History, names: readonly string[]): Promise<History | undefined> {
  const { size, root } = checkCheckpoint(note, options)
  for (const name of names) {
    const history = Array.from({ length: size }, (_, at) => known[at] ?? `${name} entry ${at}`)
    if (Buffer.compare(parseCheckpoint(await new NaiveLog(history).checkpoint()).root, root) === 0) return history
  }
  return undefined
}
