import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** How a process that fuzzed has ended. */
export interface ChildEnd {
  /** 0; 77 for a property that does not hold, 70 for a time-out, and others. */
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
 * @param fuzzerArgs options and folders of libFuzzer
 * @param folder to work in, also for its temporary files
 */
export async function fuzzChild(
  target: string,
  fuzzerArgs: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<ChildEnd> {
  const child = spawn(process.execPath, [program, target, '--', ...fuzzerArgs], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: nodeOptions, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [exitCode, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { exitCode, output: out + err }
}
