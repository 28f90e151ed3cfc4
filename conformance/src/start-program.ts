import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { printable } from './printable.ts'

/** A program that runs. */
export interface StartedProgram {
  readonly child: ChildProcessWithoutNullStreams
  /** Ends the program with everything it has started, whether it has ended itself or not. Never throws. */
  readonly end: () => Promise<void>
}

const windows = process.platform === 'win32'
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Starts a command through the shell, in a process group of its own, so that what it leaves in the background can be ended.
 *
 * The group also ends when this process exits or is told to by a signal. What the program writes to standard error is
 * passed on, escaped.
 *
 * A process that leaves the group survives. Windows has no groups: there the tree below the shell ends, as long as the shell is there.
 */
export function startProgram(command: string): StartedProgram {
  const child = spawn(command, { shell: true, detached: !windows })
  const closed = once(child, 'close').catch(() => undefined)
  // A program that ends early closes its input: that shows as missing answers and not as an error here.
  child.stdin.on('error', () => undefined)
  child.stderr.setEncoding('utf8').on('data', (text: string) => process.stderr.write(printable(text)))

  const kill = (): void => killGroup(child.pid)
  const onSignal = (signal: NodeJS.Signals): void => {
    kill()
    // Unless somebody else handles the signal, it now does to this process what it does without us.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  process.once('exit', kill)
  for (const signal of signals) process.once(signal, onSignal)

  const end = async (): Promise<void> => {
    process.off('exit', kill)
    for (const signal of signals) process.off(signal, onSignal)
    kill()
    // The last words on standard error are on their way; one that left the group may hold it open for ever.
    await Promise.race([closed, setTimeout(1000, undefined, { ref: false })])
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
  }
  return { child, end }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  if (windows) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    return
  }
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
}
