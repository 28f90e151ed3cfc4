import { admit } from '@wimse-ect/dag'
import { checkReceipt, generateNoteKey, MemoryLedger, noteSigner } from '@wimse-ect/ledger'
import { expect, it } from 'vitest'
import { codeOf, codeOfCheck } from '../../ledger/contract/refusal.ts'
import { token } from '../../ledger/contract/tokens.ts'
import { cosignedReceipt, requestCosignatures } from '../src/index.ts'
import { logKeys } from './naive-log.ts'
import { witnessOnLoopback } from './on-loopback.ts'
import { witnessKeys } from './witnesses.ts'

const signer = noteSigner(logKeys.signerKey)
const checks = {
  logKey: logKeys.verifierKey,
  witnessPolicy: { witnesses: [witnessKeys.verifierKey], threshold: 1 },
}

async function ledgerOf(count: number, by = signer): Promise<MemoryLedger> {
  const ledger = new MemoryLedger({ signer: by })
  await ledger.appendMany(
    Array.from({ length: count }, () => token()),
    admit,
  )
  return ledger
}

it('[PROOF-RECEIPT] with the cosigned checkpoint a receipt passes the policy, also later', async () => {
  const ledger = await ledgerOf(7)
  const { checkpoint } = await requestCosignatures(ledger, [await witnessOnLoopback()])
  await ledger.append(token(), admit)
  for (let sequence = 0; sequence < 7; sequence++) {
    const checked = checkReceipt(await cosignedReceipt(ledger, sequence, checkpoint), checks)
    expect([checked.sequence, checked.checkpoint.size]).toEqual([sequence, 7])
    expect(checked.token).toBe((await ledger.getBySequence(sequence))?.compact)
  }
  const own = await ledger.receipt(0)
  expect(codeOfCheck(() => checkReceipt(own, checks))).toBe('ECT_CHECKPOINT_WITNESSES')
})

it('[PROOF-RECEIPT] there is none of an entry that the checkpoint does not cover, or that is not there', async () => {
  const ledger = await ledgerOf(3)
  const { checkpoint } = await requestCosignatures(ledger, [])
  await ledger.append(token(), admit)
  for (const sequence of [3, 4, -1]) {
    expect(await codeOf(cosignedReceipt(ledger, sequence, checkpoint))).toBe('ECT_PROOF_RANGE')
  }
})

it('[PROOF-RECEIPT] there is none with a checkpoint of another log, of another history, or with none', async () => {
  const ledger = await ledgerOf(5)
  const fork = await (await ledgerOf(5)).checkpoint()
  const other = await ledgerOf(5, noteSigner(generateNoteKey('ledger.example.com/other').signerKey))
  const longer = await (await ledgerOf(6)).checkpoint()
  expect(await codeOf(cosignedReceipt(ledger, 0, fork))).toBe('ECT_PROOF_INCLUSION')
  expect(await codeOf(cosignedReceipt(ledger, 0, longer))).toBe('ECT_PROOF_RANGE')
  expect(await codeOf(cosignedReceipt(ledger, 0, await other.checkpoint()))).toBe('ECT_CHECKPOINT_ORIGIN')
  expect(await codeOf(cosignedReceipt(ledger, 0, 'no checkpoint'))).toBe('ECT_CHECKPOINT_FORMAT')
})
