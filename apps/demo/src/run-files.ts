import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Files that single processes keep for themselves during a run; gone when it is over. */
export interface RunFiles {
  /** The secret key of the ledger's log. */
  readonly logSignerKey: string
  /** What the witness has cosigned. */
  readonly witnessState: string
  remove(): Promise<void>
}

/** Makes room for them, in a folder that nobody else can read. */
export async function makeRunFiles(): Promise<RunFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'ect-demo-run-'))
  return {
    logSignerKey: join(folder, 'log-signer-key'),
    witnessState: join(folder, 'witness-state'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
