import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { admit } from '@wimse-ect/dag'
import { MemoryLedger } from '@wimse-ect/ledger'
import { expect, it } from 'vitest'
import { archiveOf, streamOf } from '../../../ledger/contract/archive-files.ts'
import { collect } from '../../../ledger/contract/collect.ts'
import { codeOf } from '../../../ledger/contract/refusal.ts'
import { token } from '../../../ledger/contract/tokens.ts'
import { fsckSqliteLedger, openSqliteLedger, openSqliteLedgerReader, restoreSqliteLedger } from '../../src/index.ts'
import { logKey, onFile, signer } from '../on-file.ts'

const entries = 3000
const kills = 6
const program = join(import.meta.dirname, 'restoring-process.ts')
const flags = ['--conditions=@wimse-ect/source', '--no-warnings']

/** Lets a process restore a ledger and kills it, so long after the first batch was written. */
async function killedRestore(archive: string, file: string, afterMs: number): Promise<string> {
  const child = spawn(process.execPath, [...flags, program, archive, file, logKey], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = text(child.stdout)
  await once(child.stdout, 'data')
  await setTimeout(afterMs)
  child.kill('SIGKILL')
  return said
}

it(
  '[LEDGER-CRASH] whenever a restore is killed, nothing opens, or the whole ledger does; the next one succeeds',
  () =>
    onFile(async ({ path }) => {
      const original = new MemoryLedger({ signer })
      await original.appendMany(
        Array.from({ length: entries }, () => token()),
        admit,
      )
      const archive = await archiveOf(original)
      writeFileSync(path('archive'), archive)
      let killedBefore = 0
      for (let round = 0; round < kills; round++) {
        const file = path(`ledger-${round}.db`)
        const said = await killedRestore(path('archive'), file, round === 0 ? 0 : Math.random() * 400)
        if (!existsSync(file)) {
          killedBefore += 1
          expect(said).not.toContain('restored')
          expect(await codeOf(openSqliteLedger(file, { signer }))).toBe('ECT_LEDGER_UNAVAILABLE')
          await expectDraft(`${file}-draft`)
          await restoreSqliteLedger(file, streamOf(archive), { logKey })
        }
        const beside = readdirSync(path('')).filter((name) => name.startsWith(`ledger-${round}.db`))
        expect(beside.sort()).toEqual([`ledger-${round}.db`, `ledger-${round}.db-lock`])
        expect(await collect(fsckSqliteLedger(file, { knownHead: await original.checkpoint() }))).toEqual([])
      }
      expect(killedBefore).toBeGreaterThan(0)
    }),
  300_000,
)

/** A draft opens nowhere, unless it was about to be renamed: then it is whole. */
async function expectDraft(draft: string): Promise<void> {
  const code = await codeOf(openSqliteLedgerReader(draft).then((reader) => reader.close()))
  if (code === 'accepted') expect(await collect(fsckSqliteLedger(draft))).toEqual([])
  else expect(code).toBe('ECT_LEDGER_FORMAT')
  expect(await codeOf(openSqliteLedger(draft))).not.toBe('accepted')
}
