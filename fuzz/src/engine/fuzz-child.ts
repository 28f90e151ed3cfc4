import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How a process that fuzzed has ended. */
export interface ChildEnd {
  /** 0; 77 for a property that does not hold, 70 for an input that hangs, and others. */
  readonly exitCode: number | null
  /** What it said, libFuzzer's account among it. */
  readonly output: string
}

const program = fileURLToPath(new URL('./fuzz-process.ts', import.meta.url))
// Also for the processes that it starts in its turn.
const nodeOptions = '--conditions=@wimse-ect/source --disable-warning=ExperimentalWarning'

/**
 * Runs libFuzzer over a target in a process of its own.
 *
 * @param target its module
 * @param fuzzerArgs options and folders of libFuzzer
 * @param folder to work in, also for temporary files
 * @throws AbortError when it was interrupted
 */
export async function fuzzChild(
  target: URL,
  fuzzerArgs: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<ChildEnd> {
  const outputFile = join(folder, 'output')
  // A file: libFuzzer loses what it cannot write at once.
  const output = openSync(outputFile, 'w')
  const child = spawn(process.execPath, [program, target.href, '--', ...fuzzerArgs], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: nodeOptions, TMPDIR: folder },
    stdio: ['ignore', output, output],
    // A group of its own, so that what it starts ends with it.
    detached: true,
  })
  const kill = (): void => void (child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'))
  signal.addEventListener('abort', kill)
  try {
    await once(child, 'close')
    signal.throwIfAborted()
    return { exitCode: child.exitCode, output: readFileSync(outputFile, 'utf8') }
  } finally {
    signal.removeEventListener('abort', kill)
    closeSync(output)
  }
}
