import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { headOf } from '../contract/proof-cases.ts'
import { codeOf } from '../contract/refusal.ts'
import { token } from '../contract/tokens.ts'
import { checkCheckpoint } from '../src/checkpoint/check-checkpoint.ts'
import { parseCheckpoint } from '../src/checkpoint/checkpoint.ts'
import { MemoryLedger } from '../src/memory-ledger.ts'
import { MemoryLog } from '../src/memory-log.ts'
import { checkInclusion } from '../src/merkle/inclusion-proof.ts'
import { leafHash } from '../src/merkle/tree-hash.ts'
import { logKeys, witnessKeys } from './checkpoint/keys.ts'

const { signer, verifierKey: logKey } = logKeys()

describe('a memory ledger without a log key', () => {
  it('[PROOF-INCLUSION] proves, but has no checkpoint and no receipt: to ask for one is a mistake', async () => {
    const ledger = new MemoryLedger()
    const one = token()
    await ledger.append(one, admit)
    expect(ledger.logKey).toBeUndefined()
    checkInclusion(await ledger.inclusionProof(0, 1), leafHash(one.compact), 0, headOf([one.compact]))
    await expect(ledger.checkpoint()).rejects.toThrow(TypeError)
    await expect(ledger.receipt(0)).rejects.toThrow(TypeError)
    expect(await codeOf(ledger.receipt(1))).toBe('ECT_PROOF_RANGE')
  })

  it('[CHECKPOINT-KEY-NAME] the signer of a witness is a mistake', () => {
    expect(() => new MemoryLedger({ signer: witnessKeys('walter').signer })).toThrow(TypeError)
  })
})

describe('signing of a memory log', () => {
  it('[CHECKPOINT-NOTE] one head is signed once', async () => {
    let signatures = 0
    const counting = {
      key: signer.key,
      sign: (message: Uint8Array) => {
        signatures += 1
        return signer.sign(message)
      },
    }
    const log = new MemoryLog(counting)
    log.append('one')
    expect(await log.checkpoint()).toBe(await log.checkpoint())
    await log.receipt(0)
    expect(signatures).toBe(1)
    log.append('two')
    expect(await log.checkpoint()).toBe(await log.checkpoint())
    expect(signatures).toBe(2)
  })

  it('[CHECKPOINT-NOTE] a key service that answers late never makes the log go back', async () => {
    const answers: (() => void)[] = []
    const slow = {
      key: signer.key,
      sign: async (message: Uint8Array) => {
        await new Promise<void>((resolve) => answers.push(resolve))
        return signer.sign(message)
      },
    }
    const log = new MemoryLog(slow)
    log.append('one')
    const first = log.checkpoint()
    log.append('two')
    const second = log.checkpoint()
    answers[1]?.()
    expect(parseCheckpoint(await second).size).toBe(2)
    answers[0]?.()
    expect(parseCheckpoint(await first).size).toBe(1)
    expect(checkCheckpoint(await log.checkpoint(), { logKey })).toMatchObject(headOf(['one', 'two']))
  })

  it('[CHECKPOINT-NOTE] a signer that fails once is asked again', async () => {
    let isDown = true
    const failing = {
      key: signer.key,
      sign: (message: Uint8Array) => {
        if (isDown) return new Uint8Array(3)
        return signer.sign(message)
      },
    }
    const log = new MemoryLog(failing)
    expect(await codeOf(log.checkpoint())).toBe('ECT_SIGNATURE_SIGNER')
    isDown = false
    expect(checkCheckpoint(await log.checkpoint(), { logKey }).size).toBe(0)
  })
})
