import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { origin } from '../naive-log.ts'
import { type History, historyOf, pressForks } from './press-forks.ts'
import { runWitness } from './running-witness.ts'

/** What came of killing a witness again and again. */
export interface CrashSummary {
  readonly kills: number
  /** Kills after which something had been cosigned. */
  readonly killsWhileCosigning: number
  readonly cosigned: number
  /** In words, everything that is not as it has to be. */
  readonly problems: readonly string[]
}

const checkpointPath = `${createHash('sha256').update(origin).digest('hex')}/checkpoint`

/**
 * Kills a witness again and again while a log and its fork ask it for cosignatures, and looks after each kill whether
 * what it remembers contains everything that it has cosigned. In every round both histories begin with what it
 * remembers then.
 *
 * @param longestMs the kill comes at a random instant up to so many milliseconds after the first cosignature
 */
export async function crashRounds(file: string, kills: number, longestMs: number): Promise<CrashSummary> {
  const problems: string[] = []
  let known: History = []
  let killsWhileCosigning = 0
  let total = 0
  for (let round = 0; round < kills; round++) {
    const names = [`log ${round}`, `fork ${round}`]
    const cosigned: History[] = []
    const witness = runWitness(file)
    let isOver = false
    const pressed = witness.url
      .then((url) => (url === undefined ? undefined : pressForks(url, known, names, cosigned)))
      .finally(() => {
        isOver = true
      })
    // Every fifth time it may also be while the state is created or opened.
    if (round % 5 !== 4) while (cosigned.length === 0 && !isOver) await setTimeout(1)
    await setTimeout(Math.random() * longestMs)
    const complaints = await witness.kill()
    await pressed
    if (complaints !== '') problems.push(`round ${round}: ${complaints}`)
    if (cosigned.length > 0) killsWhileCosigning += 1
    total += cosigned.length

    const remembered = await rememberedAfter(file, known, names)
    if (remembered === undefined) problems.push(`round ${round}: it remembers what nobody submitted`)
    const forgotten = [known, ...cosigned].filter(
      (history) => !history.every((entry, at) => remembered?.[at] === entry),
    )
    if (forgotten.length > 0) problems.push(`round ${round}: it has forgotten ${forgotten.length} histories`)
    known = remembered ?? known
  }
  return { kills, killsWhileCosigning, cosigned: total, problems }
}

/** What the witness says that it cosigned last, when it is started once more. */
async function rememberedAfter(file: string, known: History, names: readonly string[]): Promise<History | undefined> {
  const witness = runWitness(file)
  const response = await fetch(`${await witness.url}/${checkpointPath}`)
  const note = await response.text()
  const complaints = await witness.kill()
  if (complaints !== '') throw new Error(complaints)
  return response.status === 404 ? [] : historyOf(note, known, names)
}
