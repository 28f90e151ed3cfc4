// A thread of the pool.
import { parentPort } from 'node:worker_threads'
import type { SharedJobsMessage } from './shared-jobs.ts'
import { type ImportedKeys, takeJobs } from './take-jobs.ts'

const imported: ImportedKeys = new Map()
parentPort?.on('message', (message: SharedJobsMessage) => {
  // What fails stays unanswered.
  takeJobs(message, imported).catch(() => undefined)
})
