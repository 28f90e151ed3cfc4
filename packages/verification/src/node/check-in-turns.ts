import { setImmediate as nextTurn } from 'node:timers/promises'
import { turnSize } from '../group-sizes.ts'
import type { SignatureJob } from '../verifier-pool-options.ts'

/**
 * Checks signatures on the calling thread, and gives what else waits there its turn after every 16 of them. Those of a
 * turn that wait for an answer wait together.
 */
export async function checkInTurns(jobs: readonly SignatureJob[]): Promise<readonly boolean[]> {
  const answers: boolean[] = []
  for (let at = 0; at < jobs.length; at += turnSize) {
    if (at > 0) await nextTurn()
    const turn = jobs.slice(at, at + turnSize)
    answers.push(...(await Promise.all(turn.map(async (job) => job.check(job.signed, job.signature)))))
  }
  return answers
}
