// A thread that checks parts of a file. It sees the file as it is when the thread starts, which is no earlier than its
// caller does: what both see, no ledger changes any more.
import { parentPort, workerData } from 'node:worker_threads'
import { DatabaseReader } from '../reader/database-reader.ts'
import type { CheckAnswer, CheckJob } from './checking-threads.ts'
import { FileChecks } from './file-checks.ts'
import { packEntries } from './packed-entries.ts'

const reader = new DatabaseReader(String(workerData))
reader.holdSnapshot()
const checks = new FileChecks(reader)

parentPort?.on('message', (job: CheckJob) => parentPort?.postMessage(answerTo(job)))

function answerTo(job: CheckJob): CheckAnswer {
  try {
    if (job.verb === 'structure') return { verb: 'structure', found: [...checks.structure()] }
    return { verb: 'entries', found: packEntries(checks.entries(job.from, job.to)) }
  } catch {
    // Whoever asked does it again, and meets the failure itself.
    return undefined
  }
}
