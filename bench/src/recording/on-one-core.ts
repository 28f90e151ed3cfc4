import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/**
 * Runs something with all threads of this process on one core. Where `taskset` is missing, as outside of Linux, it runs
 * on all of them, and says so with `isPinned`.
 */
export async function onOneCore<T>(run: (isPinned: boolean) => Promise<T>): Promise<T> {
  const isPinned = pin('0')
  try {
    return await run(isPinned)
  } finally {
    if (isPinned) pin(`0-${availableCores - 1}`)
  }
}

const availableCores = availableParallelism()

function pin(cores: string): boolean {
  return spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(process.pid)]).status === 0
}
