import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { KeySet } from 'wimse-ect'

const program = fileURLToPath(new URL('serving-process.ts', import.meta.url))

/** What a serving process is told, as JSON. */
export interface ServingSettings {
  /** URL of the ledger, which it creates. */
  readonly ledger: string
  readonly signerKey: string
  readonly keys: KeySet
  readonly audience: string
}

/** A ledger service in a process of its own. */
export interface Serving {
  readonly url: string
  /** Ends it in good order. */
  end(): Promise<void>
}

/** Starts a service; resolves when it listens. What it logs goes nowhere, as to a file it would. */
export async function startServing(settings: ServingSettings, flags: readonly string[] = []): Promise<Serving> {
  const args = ['--conditions=@wimse-ect/source', '--no-warnings', ...flags, program, JSON.stringify(settings)]
  // Over the channel it notices that this process is gone.
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const exit = once(child, 'exit')
  const [url] = await Promise.race([once(child, 'message'), exit.then(() => [undefined])])
  if (typeof url !== 'string') throw new Error('the service did not start')
  return {
    url,
    async end() {
      child.kill('SIGTERM')
      await exit
    },
  }
}
