import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { turnSize } from '../group-sizes.ts'
import {
  checkThreads,
  type SignatureJob,
  type VerifierPool,
  type VerifierPoolOptions,
} from '../verifier-pool-options.ts'
import { checkInTurns } from './check-in-turns.ts'
import { SharedJobs } from './shared-jobs.ts'

/** Fewer signatures are checked sooner than they are handed over. */
const leastShared = 4

const extension = extname(import.meta.url)
// Beside the sources lie sources, beside what was built lies what was built.
const workerFile = new URL(`pool-worker${extension}`, import.meta.url)
// Flags of this process are not the worker's; but sources have to find sources.
const execArgv = extension === '.ts' ? ['--conditions=@wimse-ect/source'] : []

/**
 * Starts threads that check signatures for the `verifyMany` of verifiers to which the pool is given. They keep no
 * process alive. A signature counts as right only when a thread, or else the calling thread, computed that it is: what
 * a thread does not answer, because it could not be started or has ended, is computed on the calling thread.
 *
 * @throws TypeError when `threads` is no whole number
 */
export function createVerifierPool(options: VerifierPoolOptions = {}): VerifierPool {
  const threads = checkThreads(options.threads ?? availableParallelism() - 1)
  const workers = new Set<Worker>()
  for (let thread = 0; thread < threads; thread++) start(workers)
  return {
    get threads() {
      return workers.size
    },
    check(jobs) {
      const isAlone = workers.size === 0 || jobs.length < leastShared
      return isAlone ? checkInTurns(jobs) : checkTogether(jobs, workers)
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.terminate()))
    },
  }
}

function start(workers: Set<Worker>): void {
  let worker: Worker
  try {
    worker = new Worker(workerFile, { execArgv })
  } catch {
    // Not allowed to, for instance under `node --permission`.
    return
  }
  worker.unref()
  workers.add(worker)
  // Without a listener, an error of a thread would end the process.
  for (const event of ['error', 'exit']) worker.on(event, () => workers.delete(worker))
}

async function checkTogether(jobs: readonly SignatureJob[], workers: ReadonlySet<Worker>): Promise<readonly boolean[]> {
  const shared = SharedJobs.from(jobs)
  for (const worker of workers) worker.postMessage(shared.message)
  let sinceTurn = 0
  for (let at = shared.claim(); at !== undefined; at = shared.claim()) {
    await answer(at)
    sinceTurn = (sinceTurn + 1) % turnSize
    if (sinceTurn === 0) await nextTurn()
  }
  // The last ones may be under way in a thread, or lost with it. To do one again takes no longer than to wait for it.
  for (const at of jobs.keys()) if (shared.answerTo(at) === undefined) await answer(at)
  return jobs.map((_, at) => shared.answerTo(at) === true)

  async function answer(at: number): Promise<void> {
    const job = jobs[at]
    if (job !== undefined) shared.answer(at, await job.check(job.signed, job.signature))
  }
}
