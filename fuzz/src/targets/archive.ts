import { equal } from 'node:assert/strict'
import { gunzipSync, gzipSync } from 'node:zlib'
import { exportLedger, formatVerifierKey, MemoryLedger } from '@wimse-ect/ledger'
import { noteSignerOf } from '../properties/keys.ts'
import { outcomeOfAsync } from '../properties/outcome.ts'
import { recordedLedger } from '../properties/recorded.ts'
import type { Target } from '../target.ts'

const signer = noteSignerOf('log-key', 'ledger.example.com/audit', 'log')
const logKey = formatVerifierKey(signer.key)
const clock = (): number => 1_767_225_600
const archives = await Promise.all([signer, undefined].map(async (by) => textOfArchive(await recordedLedger(by))))

/**
 * Archives of ledgers, signed and not: a ledger that is built from one exports the very same lines. Inputs are the
 * lines, and once more the compressed bytes.
 */
export const target: Target = {
  async check(input) {
    for (const bytes of [new Uint8Array(gzipSync(input, { level: 1 })), input]) {
      const signed = await outcomeOfAsync(() => MemoryLedger.restore(inPieces(bytes), { logKey, signer, clock }))
      const plain = await outcomeOfAsync(() =>
        MemoryLedger.restore(inPieces(bytes), { dangerouslyUnsigned: true, clock }),
      )
      for (const outcome of [signed, plain]) {
        if (outcome.ok) equal(await textOfArchive(outcome.value), gunzipSync(bytes).toString())
      }
    }
  },
  seeds: () => [
    ...archives.flatMap((text) => [text, new Uint8Array(gzipSync(text)), ...nearMisses.map((miss) => miss(text))]),
  ],
  words: ['"type":"entry"', '"sequence":', '"parents":[', '"type":"equivocation"', '"refused":"', '"checkpoint":null'],
  isCostly: true,
}

/** The same lines, written in another way. */
const nearMisses: readonly ((text: string) => string)[] = [
  (text) => text.replace(':', ': '),
  (text) => text.replace('"type"', '"t\\u0079pe"'),
  (text) => text.replace('"sequence":0', '"sequence":0.0'),
  (text) => text.replaceAll('\n', '\r\n'),
]

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}

async function textOfArchive(ledger: MemoryLedger): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of exportLedger(ledger)) chunks.push(chunk)
  return gunzipSync(Buffer.concat(chunks)).toString()
}
