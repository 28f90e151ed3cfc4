import { spawnSync } from 'node:child_process'

/**
 * Runs something with all threads of this process on one core. Where `taskset` is missing, as outside of Linux, it runs
 * on all of them, and is told so.
 */
export async function onOneCore<T>(run: (isPinned: boolean) => Promise<T>): Promise<T> {
  const allowed = taskset([String(process.pid)])
    ?.split(':')
    .at(-1)
    ?.trim()
  const first = allowed === undefined ? undefined : /^\d+/.exec(allowed)?.[0]
  const isPinned = first !== undefined && pin(first)
  try {
    return await run(isPinned)
  } finally {
    if (isPinned && allowed !== undefined) pin(allowed)
  }
}

function pin(cores: string): boolean {
  return taskset(['--all-tasks', cores, String(process.pid)]) !== undefined
}

/** What `taskset` says about the cores of a process; `undefined` where it cannot. */
function taskset(args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('taskset', ['--cpu-list', '--pid', ...args], { encoding: 'utf8' })
  return status === 0 ? stdout : undefined
}
