import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ServingSettings } from './settings.ts'

const program = join(import.meta.dirname, 'serving-process.ts')
const flags = ['--conditions=@wimse-ect/source', '--no-warnings']

/** A service in a process of its own. */
export interface ServingProcess {
  readonly url: string
  readonly child: ChildProcess
  /** Sends a signal, and resolves when the process has ended: with its exit code, or the signal that killed it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>
  /** What it has written after its URL. */
  readonly lines: readonly string[]
}

/** Starts one; resolves when it listens. */
export async function startServing(settings: ServingSettings): Promise<ServingProcess> {
  const child = spawn(process.execPath, [...flags, program, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  const closed = once(reader, 'close')
  reader.on('line', (line) => lines.push(line))
  await Promise.race([once(reader, 'line'), exit])
  const url = lines.shift()
  if (url === undefined) throw new Error('the service did not start')
  const end = async (signal: NodeJS.Signals): Promise<number | NodeJS.Signals> => {
    child.kill(signal)
    const [code, killedBy] = await exit
    await closed
    return code ?? killedBy
  }
  return { url, child, end, lines }
}
