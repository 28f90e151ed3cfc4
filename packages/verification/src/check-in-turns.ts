import { turnSize } from './group-sizes.ts'
import type { SignatureJob } from './verifier-pool-options.ts'

/**
 * The portable `checkInTurns`: checks the signatures of a turn at the same time. Unlike the one for Node it waits for
 * nothing between two turns: others have theirs whenever WebCrypto is awaited, and a timeout would last some
 * milliseconds in a browser.
 */
export async function checkInTurns(jobs: readonly SignatureJob[]): Promise<readonly boolean[]> {
  const answers: boolean[] = []
  for (let at = 0; at < jobs.length; at += turnSize) {
    const turn = jobs.slice(at, at + turnSize)
    answers.push(...(await Promise.all(turn.map(async (job) => job.check(job.signed, job.signature)))))
  }
  return answers
}
