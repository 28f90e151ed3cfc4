import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { admit } from '@wimse-ect/dag'
import { expect, it } from 'vitest'
import { freshUuid, token, verified } from '../../../ledger/contract/tokens.ts'
import { createSqliteLedger, openSqliteLedgerReader } from '../../src/index.ts'
import { logKey, onFile, signer } from '../on-file.ts'

const entries = 50_000
const heapMib = 48
const program = join(import.meta.dirname, 'archiving-process.ts')
const flags = ['--conditions=@wimse-ect/source', '--no-warnings', `--max-old-space-size=${heapMib}`]

const [header, payload = '', signature] = token({ padding: 'x'.repeat(1000) }).compact.split('.')
const claims: Readonly<Record<string, unknown>> = JSON.parse(Buffer.from(payload, 'base64url').toString())

/** Tokens that share a signature: no ledger looks at it, and to sign each would take longer than all the rest. */
function manyTokens(count: number): ReturnType<typeof verified>[] {
  return Array.from({ length: count }, () => {
    const own = JSON.stringify({ ...claims, jti: freshUuid(), tid: freshUuid() })
    return verified(`${header}.${Buffer.from(own).toString('base64url')}.${signature}`)
  })
}

it(
  'an export and a restore take no more memory for more entries',
  () =>
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
      expect(length).toBeGreaterThan(1.5 * heapMib * 2 ** 20)
      const parts = [program, file, path('archive'), path('copy.db'), logKey]
      expect(execFileSync(process.execPath, [...flags, ...parts], { encoding: 'utf8' }).trim()).toBe(String(entries))
      const copy = await openSqliteLedgerReader(path('copy.db'))
      expect(await copy.checkpoint()).toBe(checkpoint)
      expect(await copy.size()).toBe(entries)
      await copy.close()
    }),
  300_000,
)
