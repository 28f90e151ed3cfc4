import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { logKeys } from '../naive-log.ts'
import { witnessKeys } from '../witnesses.ts'

const program = join(import.meta.dirname, 'witness-process.ts')
const flags = ['--conditions=@wimse-ect/source', '--no-warnings', program]

/** A witness in a process of its own. */
export interface RunningWitness {
  /** Its URL; `undefined` when the process was killed before it had one. */
  readonly url: Promise<string | undefined>
  /** Kills it with SIGKILL; returns what it wrote to standard error: nothing, unless something broke. */
  kill(): Promise<string>
}

/** Starts a witness whose state is in the file. */
export function runWitness(file: string): RunningWitness {
  const child = spawn(process.execPath, [...flags, file, witnessKeys.signerKey, logKeys.verifierKey])
  const complaints = text(child.stderr)
  const closed = once(child, 'close')
  return {
    url: firstLine(child.stdout),
    async kill() {
      child.kill('SIGKILL')
      await closed
      return complaints
    },
  }
}

async function firstLine(stream: AsyncIterable<Buffer>): Promise<string | undefined> {
  let said = ''
  for await (const chunk of stream) {
    said += String(chunk)
    if (said.includes('\n')) return said.slice(0, said.indexOf('\n'))
  }
  return undefined
}
