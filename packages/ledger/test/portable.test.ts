import { admit } from '@wimse-ect/dag'
import { expect, it, vi } from 'vitest'
import { headOf } from '../contract/proof-cases.ts'
import { token } from '../contract/tokens.ts'
import { checkReceipt, generateNoteKey, MemoryLedger, noteSigner } from '../src/index.ts'

// Everything in this file runs as it does in a browser or worker.
vi.mock('#sha256', () => import('../src/sha256.ts'))

it('[PROOF-RECEIPT] without node:crypto a ledger proves, and a receipt is checked, as with it', async () => {
  const { signerKey, verifierKey: logKey } = generateNoteKey('ledger.example.com/audit')
  const ledger = new MemoryLedger({ signer: noteSigner(signerKey) })
  const tokens = [token(), token(), token()]
  await ledger.appendMany(tokens, admit)
  const { checkpoint, sequence } = checkReceipt(await ledger.receipt(1), { logKey, token: tokens[1]?.compact })
  expect(sequence).toBe(1)
  expect(checkpoint).toMatchObject(headOf(tokens.map(({ compact }) => compact)))
})
