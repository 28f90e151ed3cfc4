import { admit } from '@wimse-ect/dag'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { token } from '../contract/tokens.ts'
import {
  type CheckedCheckpoint,
  type CheckedReceipt,
  type Checkpoint,
  checkConsistency,
  checkReceipt,
  generateNoteKey,
  type Hash,
  type Ledger,
  MemoryLedger,
  noteSigner,
  parseCheckpoint,
  parseReceipt,
  type Receipt,
  type TransparencyLog,
} from '../src/index.ts'

const { signerKey, verifierKey: logKey } = generateNoteKey('ledger.example.com/audit')

describe('[LEDGER-TAMPER] what was checked has a type of its own', () => {
  it('a checkpoint that was only read does not compile where a checked one is due', () => {
    const checked: CheckedCheckpoint[] = []
    const read = (note: string): void => {
      // @ts-expect-error nobody has looked at its signatures
      checked.push(parseCheckpoint(note))
    }
    expect(() => read('')).toThrow()
    expectTypeOf<Checkpoint>().not.toExtend<CheckedCheckpoint>()
    expectTypeOf<CheckedCheckpoint>().toExtend<Checkpoint>()
    expectTypeOf<CheckedReceipt['checkpoint']>().toEqualTypeOf<CheckedCheckpoint>()
  })

  it('nor does a receipt that was only read, or a checkpoint that only looks like a checked one', async () => {
    const ledger = new MemoryLedger({ signer: noteSigner(signerKey) })
    await ledger.append(token(), admit)
    const { checkpoint } = checkReceipt(await ledger.receipt(0), { logKey })
    // @ts-expect-error the brand is missing, and only checkCheckpoint gives it
    const forged: CheckedCheckpoint = { ...parseCheckpoint(await ledger.checkpoint()), witnessings: [] }
    expect(forged).toEqual(checkpoint)
    expectTypeOf<Receipt>().not.toExtend<CheckedReceipt>()
    expectTypeOf(parseReceipt).returns.toEqualTypeOf<Receipt>()
  })

  it('to check without the key of the log does not compile', () => {
    // @ts-expect-error whose log?
    expect(() => checkReceipt('', {})).toThrow()
    // @ts-expect-error sizes come with the heads, not with the proof
    expect(() => checkConsistency([], 1, 2)).toThrow()
  })
})

describe('[LEDGER-TAMPER] every ledger is a transparency log', () => {
  it('in its type', () => {
    expectTypeOf<Ledger>().toExtend<TransparencyLog>()
    expectTypeOf<MemoryLedger>().toExtend<Ledger>()
    expectTypeOf<Ledger['receipt']>().returns.resolves.toEqualTypeOf<string>()
    expectTypeOf<Ledger['inclusionProof']>().returns.resolves.toEqualTypeOf<readonly Hash[]>()
    expect(new MemoryLedger().logKey).toBeUndefined()
  })
})
