import { turnSize } from './group-sizes.ts'
import type { SignatureJob } from './verifier-pool-options.ts'

/**
 * The portable `checkInTurns`. Others have their turn whenever WebCrypto is awaited; a timeout between would last some
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
