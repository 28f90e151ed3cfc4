import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { admit } from '@wimse-ect/dag'
import { expect, it } from 'vitest'
import { collect } from '../../../ledger/contract/collect.ts'
import { token, verified } from '../../../ledger/contract/tokens.ts'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedgerReader } from '../../src/index.ts'
import { logKey, onFile, signer } from '../on-file.ts'

const entries = 50_000
const heapMib = 56
const program = join(import.meta.dirname, 'archiving-process.ts')
const flags = ['--conditions=@wimse-ect/source', '--no-warnings', `--max-old-space-size=${heapMib}`]

/** Tokens with one signature, which no ledger looks at: to sign each would take longer than everything else. */
function manyTokens(count: number): ReturnType<typeof verified>[] {
  const signature = token().compact.split('.')[2] ?? ''
  return Array.from({ length: count }, () => {
    const { compact } = token({ padding: 'x'.repeat(1500) })
    return verified(`${compact.slice(0, compact.lastIndexOf('.'))}.${signature}`)
  })
}

it('an export and a restore take no more memory for more entries', () =>
  onFile(async ({ file, path }) => {
    const ledger = await createSqliteLedger(file, { signer })
    let length = 0
    for (let at = 0; at < entries; at += 1000) {
      const results = await ledger.appendMany(manyTokens(1000), admit)
      for (const result of results) length += result.ok ? result.entry.compact.length : 0
    }
    const checkpoint = await ledger.checkpoint()
    await ledger.close()
    // The tokens alone would not fit.
    expect(length).toBeGreaterThan(2 * heapMib * 2 ** 20)
    const parts = [program, file, path('archive'), path('copy.db'), logKey]
    expect(execFileSync(process.execPath, [...flags, ...parts], { encoding: 'utf8' }).trim()).toBe(String(entries))
    const copy = await openSqliteLedgerReader(path('copy.db'))
    expect(await copy.checkpoint()).toBe(checkpoint)
    expect(await copy.size()).toBe(entries)
    await copy.close()
    expect(await collect(fsckSqliteLedger(path('copy.db'), { knownHead: checkpoint }))).toEqual([])
  }))
