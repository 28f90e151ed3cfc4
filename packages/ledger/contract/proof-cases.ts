import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { type CheckedCheckpoint, checkCheckpoint } from '../src/checkpoint/check-checkpoint.ts'
import type { Ledger } from '../src/ledger.ts'
import { checkConsistency } from '../src/merkle/consistency-proof.ts'
import { checkInclusion } from '../src/merkle/inclusion-proof.ts'
import { leafHash } from '../src/merkle/tree-hash.ts'
import type { TreeHead } from '../src/merkle/tree-head.ts'
import { checkReceipt, makeReceipt, parseReceipt } from '../src/receipt.ts'
import { collect } from './collect.ts'
import { logKey, type OnLedger } from './ledger-under-test.ts'
import { naiveRoot } from './merkle-oracle.ts'
import { codeOf, codeOfCheck } from './refusal.ts'
import { bob, malleableTwin, token, uuid } from './tokens.ts'

const several = 21

/** Appends root tasks, some alone and the rest together; returns their compact tokens. */
async function fill(ledger: Ledger, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, () => token())
  const alone = Math.min(count, 5)
  for (const each of tokens.slice(0, alone)) await ledger.append(each, admit)
  await ledger.appendMany(tokens.slice(alone), admit)
  return tokens.map(({ compact }) => compact)
}

/** The head of a log of these tokens, by the naive tree. */
export function headOf(tokens: readonly string[]): TreeHead {
  return { size: tokens.length, root: naiveRoot(tokens.map((each) => new TextEncoder().encode(each))) }
}

async function checkedCheckpoint(ledger: Ledger): Promise<CheckedCheckpoint> {
  return checkCheckpoint(await ledger.checkpoint(), { logKey })
}

/** Checkpoints, receipts and proofs. */
export function describeProofs(onLedger: OnLedger): void {
  describe('proofs', () => {
    describeCheckpoints(onLedger)
    describeReceipts(onLedger)
    describeBareProofs(onLedger)
  })
}

function describeCheckpoints(onLedger: OnLedger): void {
  it('[CHECKPOINT-KEY-NAME] the ledger names the key of its log', () =>
    onLedger(async (ledger) => {
      expect(ledger.logKey).toBe(logKey)
      expect((await checkedCheckpoint(ledger)).origin).toBe(logKey.slice(0, logKey.indexOf('+')))
    }))

  it('[PROOF-MERKLE] a checkpoint commits to the bytes of the tokens in order, from the empty log on', () =>
    onLedger(async (ledger) => {
      expect(await checkedCheckpoint(ledger)).toMatchObject(headOf([]))
      const tokens: string[] = []
      for (const count of [1, 1, 1, 5, 9]) {
        tokens.push(...(await fill(ledger, count)))
        expect(await checkedCheckpoint(ledger)).toMatchObject(headOf(tokens))
      }
    }))

  it('[PROOF-MERKLE] duplicates, refused tokens and evidence are no leaves', () =>
    onLedger(async (ledger) => {
      const first = token({ tid: uuid(1) })
      await ledger.append(first, admit)
      const before = await checkedCheckpoint(ledger)
      await ledger.appendMany(
        [malleableTwin(first), token({ tid: uuid(1) }), token({ tid: uuid(1) }, bob), token({ par: [uuid(2)] }), first],
        admit,
      )
      expect(await checkedCheckpoint(ledger)).toEqual(before)
      expect(before).toMatchObject(headOf([first.compact]))
    }))

  it('[CHECKPOINT-NOTE] checkpoints of all handles, seen while they write, are consistent with one another', () =>
    onLedger(async (ledger, writers) => {
      const seen = await Promise.all(
        Array.from({ length: 24 }, async (_, at) => {
          const writer = writers[at % writers.length] ?? ledger
          const { sequence } = await writer.append(token(), admit)
          const checkpoint = await checkedCheckpoint(writers[(at + 1) % writers.length] ?? ledger)
          expect(checkpoint.size).toBeGreaterThan(sequence)
          return checkpoint
        }),
      )
      const inOrder = seen.toSorted((one, other) => one.size - other.size)
      for (const [at, later] of inOrder.slice(1).entries()) {
        const earlier = inOrder[at] ?? later
        checkConsistency(await ledger.consistencyProof(earlier.size, later.size), earlier, later)
      }
      expect(inOrder.at(-1)?.size).toBe(24)
    }))
}

function describeReceipts(onLedger: OnLedger): void {
  it('[PROOF-RECEIPT] every entry has a receipt that is checked with nothing but the key of the log', () =>
    onLedger(async (ledger) => {
      const tokens = await fill(ledger, several)
      for (const [sequence, compact] of tokens.entries()) {
        const checked = checkReceipt(await ledger.receipt(sequence), { logKey })
        expect(checked).toMatchObject({ token: compact, sequence, checkpoint: headOf(tokens) })
      }
    }))

  it('[PROOF-RECEIPT] an entry has its receipt as soon as its append is answered, whoever else appends', () =>
    onLedger(async (ledger, writers) => {
      const receipts = await Promise.all(
        Array.from({ length: 24 }, async (_, at) => {
          const one = token()
          const { sequence } = await (writers[at % writers.length] ?? ledger).append(one, admit)
          const receipt = await ledger.receipt(sequence)
          return checkReceipt(receipt, { logKey, token: one.compact }).sequence
        }),
      )
      expect(receipts.toSorted((one, other) => one - other)).toEqual(receipts.map((_, at) => at))
    }))

  it('[LEDGER-TAMPER] the receipt of an entry is none of another token, and none at another place', () =>
    onLedger(async (ledger) => {
      const [one = '', other = ''] = await fill(ledger, several)
      const receipt = await ledger.receipt(0)
      const forged = { ...parseReceipt(receipt), token: other }
      expect(codeOfCheck(() => checkReceipt(receipt, { logKey, token: other }))).toBe('ECT_PROOF_TOKEN')
      expect(codeOfCheck(() => checkReceipt(makeReceipt(forged), { logKey }))).toBe('ECT_PROOF_INCLUSION')
      const moved = { ...parseReceipt(receipt), sequence: 1 }
      expect(codeOfCheck(() => checkReceipt(makeReceipt(moved), { logKey, token: one }))).toBe('ECT_PROOF_INCLUSION')
    }))

  it.each([several, -1, 0.5, Number.NaN, 2 ** 53 - 1])('[PROOF-RECEIPT] there is no receipt of entry %d', (sequence) =>
    onLedger(async (ledger) => {
      await fill(ledger, several)
      expect(await codeOf(ledger.receipt(sequence))).toBe('ECT_PROOF_RANGE')
    }),
  )
}

function describeBareProofs(onLedger: OnLedger): void {
  it('[PROOF-INCLUSION] every entry is proved in every size of the log that has it', () =>
    onLedger(async (ledger) => {
      const tokens = await fill(ledger, several)
      for (let size = 1; size <= several; size++) {
        const head = headOf(tokens.slice(0, size))
        for (const [sequence, compact] of tokens.slice(0, size).entries()) {
          checkInclusion(await ledger.inclusionProof(sequence, size), leafHash(compact), sequence, head)
        }
      }
      expect(await ledger.size()).toBe(several)
    }))

  it('[PROOF-CONSISTENCY] every size of the log is proved to contain every smaller one', () =>
    onLedger(async (ledger) => {
      const tokens = await fill(ledger, several)
      const heads = Array.from({ length: several + 1 }, (_, size) => headOf(tokens.slice(0, size)))
      for (const later of heads) {
        for (const earlier of heads.slice(0, later.size + 1)) {
          checkConsistency(await ledger.consistencyProof(earlier.size, later.size), earlier, later)
        }
      }
      expect(await ledger.size()).toBe(several)
    }))

  it('[PROOF-CONSISTENCY] an old checkpoint stays provable while the log grows', () =>
    onLedger(async (ledger) => {
      await fill(ledger, 7)
      const earlier = await checkedCheckpoint(ledger)
      await fill(ledger, several)
      const later = await checkedCheckpoint(ledger)
      checkConsistency(await ledger.consistencyProof(earlier.size, later.size), earlier, later)
      expect([earlier.size, later.size]).toEqual([7, 7 + several])
    }))

  it('[PROOF-INCLUSION] nothing is proved of an entry or a size that the log has not', () =>
    onLedger(async (ledger) => {
      await fill(ledger, 3)
      for (const [sequence, size] of [
        [3, 3],
        [0, 4],
        [0, 0],
        [-1, 3],
        [0.5, 3],
        [0, Number.NaN],
      ] as const) {
        expect(await codeOf(ledger.inclusionProof(sequence, size))).toBe('ECT_PROOF_RANGE')
      }
      for (const [from, to] of [
        [3, 2],
        [0, 4],
        [-1, 3],
        [0.5, 3],
        [0, Number.NaN],
      ] as const) {
        expect(await codeOf(ledger.consistencyProof(from, to))).toBe('ECT_PROOF_RANGE')
      }
    }))

  it('[LEDGER-TAMPER] a copy of the log with one token changed has no checkpoint that fits', () =>
    onLedger(async (ledger) => {
      await fill(ledger, several)
      const tokens = (await collect(ledger.entries())).map((entry) => entry.compact)
      const { root } = await checkedCheckpoint(ledger)
      expect(headOf(tokens).root).toEqual(root)
      for (const tampered of [
        tokens.with(3, token().compact),
        tokens.toSpliced(3, 1),
        tokens.with(3, tokens[4] ?? '').with(4, tokens[3] ?? ''),
        tokens.toSpliced(3, 0, token().compact),
      ]) {
        expect(headOf(tampered).root).not.toEqual(root)
      }
    }))
}
