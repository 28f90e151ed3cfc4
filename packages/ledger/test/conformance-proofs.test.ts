import { type CheckpointCase, loadCases, type ProofCase, type TreeHead as WrittenHead } from '@wimse-ect/conformance'
import { describe, expect, it } from 'vitest'
import { codeOfCheck } from '../contract/refusal.ts'
import { checkCheckpoint, checkConsistency, checkInclusion, checkReceipt, type TreeHead } from '../src/index.ts'
import { fromBase64 } from './merkle/trees.ts'

const headOf = ({ size, root }: WrittenHead): TreeHead => ({ size, root: fromBase64(root) })
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** What comes out of a proof, in the form of the suite. */
function judge(item: ProofCase): unknown {
  if (item.ask === 'receipt') {
    const { sequence, checkpoint } = checkReceipt(item.receipt, item)
    return { sequence, size: checkpoint.size, root: base64(checkpoint.root) }
  }
  const hashes = item.hashes.map(fromBase64)
  if (item.ask === 'inclusion') {
    checkInclusion(hashes, fromBase64(item.leaf), item.index, headOf(item.head))
    return item.head
  }
  checkConsistency(hashes, headOf(item.earlier), headOf(item.later))
  return item.later
}

function checked({ checkpoint, logKey, witnessPolicy }: CheckpointCase): unknown {
  const { origin, size, root, witnessings } = checkCheckpoint(checkpoint, { logKey, witnessPolicy })
  return { origin, size, root: base64(root), witnessings }
}

function titleOf({ tcId, rules, comment }: ProofCase | CheckpointCase): string {
  return `${tcId} ${rules.map((rule) => `[${rule}]`).join(' ')} ${comment}`
}

describe('the conformance suite proof', () => {
  for (const item of loadCases('proof')) {
    it(titleOf(item), () => {
      if (item.result === 'valid') expect(judge(item)).toEqual(item.expect)
      else expect(codeOfCheck(() => judge(item))).toBe(item.code)
    })
  }
})

describe('the conformance suite checkpoint', () => {
  for (const item of loadCases('checkpoint')) {
    it(titleOf(item), () => {
      if (item.result === 'valid') expect(checked(item)).toEqual(item.expect)
      else expect(codeOfCheck(() => checked(item))).toBe(item.code)
    })
  }
})
