import { describe, expect, it } from 'vitest'
import { admit, checkReceipt, type LedgerEntry, MemoryLedger } from 'wimse-ect'
import { collect } from '../../ledger/contract/collect.ts'
import { signedToken, verified } from '../../ledger/contract/tokens.ts'
import { receiptsOf } from '../src/receipts.ts'
import { signer, verifierKey } from './test-service.ts'

/** A ledger with so many entries. */
async function ledgerWith(count: number): Promise<MemoryLedger> {
  const ledger = new MemoryLedger({ signer })
  await append(ledger, count)
  return ledger
}

async function append(ledger: MemoryLedger, count: number): Promise<void> {
  const tokens = Array.from({ length: count }, () => verified(signedToken()))
  await ledger.appendMany(tokens, admit)
}

/** Checks the receipts of entries against the key of the log alone. */
function checkAll(entries: readonly LedgerEntry[], receipts: readonly string[]): void {
  expect(receipts).toHaveLength(entries.length)
  for (const [at, { compact, sequence }] of entries.entries()) {
    const checked = checkReceipt(receipts[at] ?? '', { logKey: verifierKey, token: compact })
    expect(checked.sequence).toBe(sequence)
  }
}

describe('receiptsOf', () => {
  it('[PROOF-RECEIPT] nodes that an earlier answer has left are right for every later size', async () => {
    const ledger = await ledgerWith(3)
    for (const count of [1, 2, 61, 3, 190, 1, 255, 2]) {
      await append(ledger, count)
      const entries = await collect(ledger.entries())
      const some = entries.filter(({ sequence }) => sequence % 37 === 0 || sequence >= entries.length - count)
      checkAll(some, await receiptsOf(some, ledger))
    }
  })

  it('[PROOF-RECEIPT] answers at the same time do not take nodes from each other', async () => {
    const ledger = await ledgerWith(2600)
    const entries = await collect(ledger.entries())
    // So many nodes that some answers begin anew while others are made.
    const parts = Array.from({ length: 13 }, (_, at) => entries.slice(at * 200, (at + 1) * 200))
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(parts.map((part) => receiptsOf(part, ledger)))
      for (const [at, part] of parts.entries()) checkAll([...part].slice(0, 3), answers[at]?.slice(0, 3) ?? [])
    }
  })

  it('[PROOF-RECEIPT] two ledgers have nothing in common', async () => {
    for (const ledger of [await ledgerWith(5), await ledgerWith(5)]) {
      const entries = await collect(ledger.entries())
      checkAll(entries, await receiptsOf(entries, ledger))
    }
  })
})
