import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { runCommandLine } from '../../../packages/cli/src/run-command-line.ts'

/** What came of a command. */
export interface CommandEnd {
  readonly exitCode: number
  readonly out: string
  readonly err: string
}

// A ledger and a key of somebody's own must not be touched.
for (const name of ['ECT_LEDGER', 'ECT_TOKEN', 'ECT_LOG_KEY_FILE']) delete process.env[name]

/**
 * Runs the command in this process, in a folder that is gone afterwards, with standard input, output and errors of its
 * own.
 *
 * @param prepare puts files into the folder
 */
export async function runCommand(
  args: readonly string[],
  stdin: Uint8Array,
  prepare: (folder: string) => void,
): Promise<CommandEnd> {
  const home = process.cwd()
  const folder = mkdtempSync(join(tmpdir(), 'ect-fuzz-command-'))
  const input = Object.getOwnPropertyDescriptor(process, 'stdin')
  const [out, err] = [process.stdout, process.stderr].map(capture) as [Capture, Capture]
  try {
    prepare(folder)
    // Where the command notes the places of keys.
    process.env.XDG_CONFIG_HOME = folder
    process.chdir(folder)
    Object.defineProperty(process, 'stdin', { value: Readable.from([Buffer.from(stdin)]), configurable: true })
    const exitCode = await runCommandLine(args)
    return { exitCode, out: out.text(), err: err.text() }
  } finally {
    out.end()
    err.end()
    if (input !== undefined) Object.defineProperty(process, 'stdin', input)
    process.chdir(home)
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Capture {
  text(): string
  end(): void
}

/** Keeps what is written to a stream, instead of writing it. */
function capture(stream: NodeJS.WriteStream): Capture {
  const write = stream.write
  let written = ''
  stream.write = (chunk: string | Uint8Array) => {
    written += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1')
    return true
  }
  return {
    text: () => written,
    end: () => {
      stream.write = write
    },
  }
}
