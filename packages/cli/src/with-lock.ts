import { open, rm } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { FailedError } from './failed-error.ts'

const attempts = 500
const pauseMs = 20

/**
 * Changes a file while nobody else does who asks in the same way: of two that read it, change it and write it back, the
 * second would otherwise undo what the first did.
 *
 * @throws FailedError when somebody holds the lock for ten seconds, or was killed while holding it
 */
export async function withLock<Result>(file: string, change: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`
  await take(lock)
  try {
    return await change()
  } finally {
    await rm(lock, { force: true })
  }
}

async function take(lock: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await (await open(lock, 'wx')).close()
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    await setTimeout(pauseMs)
  }
  throw new FailedError(`another command changes the file; when none runs any more, remove ${lock}`)
}
