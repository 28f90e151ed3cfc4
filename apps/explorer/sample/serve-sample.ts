import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateNoteKey, type Ledger, noteSigner } from '@wimse-ect/ledger'
import { createSqliteLedger } from '@wimse-ect/ledger-sqlite'
import { createLedgerServer, type LedgerServerOptions } from '@wimse-ect/server'
import { audience, Recorder } from './record-workflow.ts'
import { releaseWorkflow } from './release-workflow.ts'
import { smallWorkflows } from './small-workflows.ts'

/** A ledger service with samples in it. */
export interface SampleService {
  readonly url: string
  /** Path of the SQLite file. */
  readonly file: string
  readonly logKey: string
  readonly recorder: Recorder
  readonly ledger: Ledger
  close(): Promise<void>
}

/** The workflow of 60 tasks. */
export const releaseId = '0195f3a2-6c1e-7d40-9b52-5a9e31c7d860'

/** 2 March 2026, 08:00 UTC. */
const start = 1_772_438_400

/**
 * Serves a ledger in a new SQLite file, on a free port of loopback.
 *
 * @param explorer the folder of the built page
 * @param fill what is recorded; default: the release, and 34 small workflows before it
 */
export async function serveSample(
  explorer: string,
  fill: (recorder: Recorder, ledger: Ledger) => Promise<unknown> = fillWithSamples,
  options: Partial<LedgerServerOptions> = {},
): Promise<SampleService> {
  const folder = await mkdtemp(join(tmpdir(), 'ect-explorer-'))
  const file = join(folder, 'ledger.sqlite')
  const recorder = new Recorder(start)
  const pair = generateNoteKey('ledger.example.com/audit')
  const signer = noteSigner(pair.signerKey)
  const ledger = await createSqliteLedger(file, { signer, clock: () => recorder.now + 1 })
  await fill(recorder, ledger)
  const server = createLedgerServer({ ledger, audience, keys: recorder.keys, port: 0, explorer, ...options })
  const url = await server.listen()
  const close = async (): Promise<void> => {
    server.cut()
    await server.close()
    await ledger.close()
    rmSync(folder, { recursive: true })
  }
  return { url, file, logKey: pair.verifierKey, recorder, ledger, close }
}

async function fillWithSamples(recorder: Recorder, ledger: Ledger): Promise<void> {
  for (const [at, steps] of smallWorkflows().entries()) {
    recorder.now += 1800
    await recorder.record(ledger, `0195f3a2-${String(1000 + at)}-7000-8000-00000000${String(1000 + at)}`, steps)
  }
  await recorder.record(ledger, releaseId, releaseWorkflow())
}
