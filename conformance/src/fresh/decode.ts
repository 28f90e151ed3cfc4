import type { DecodeCase } from '../cases.ts'
import { envelopeFaults } from './envelope-faults.ts'
import type { Random } from './random.ts'
import { makeRightToken } from './right-token.ts'
import { makeScene, randomOptions } from './scene.ts'
import { writeToken } from './token-draft.ts'

const rightRules = ['ENV-COMPACT', 'ENV-JSON-OBJECT', 'ENV-DECODE-SCOPE']

/** Makes a `decode` case: a right token, or one with one fault of its envelope. */
export function makeDecodeCase(tcId: number, label: string, random: Random): DecodeCase {
  const scene = makeScene(random, label, randomOptions(random))
  const right = { scene, token: makeRightToken(random, scene, random.pick(scene.agents)) }
  const fault = random.chance(25) ? undefined : random.pick(envelopeFaults)
  const written = writeToken(random, (fault?.apply(right, random) ?? right).token)
  const { revisions, algorithms } = scene.options
  const base = { tcId, flags: [], token: written.compact, options: { revisions, algorithms } }
  if (fault !== undefined) {
    return { ...base, comment: fault.name, rules: fault.rules, result: 'invalid', code: fault.code }
  }
  const expect = { header: parsed(written.header), payload: parsed(written.payload) }
  return { ...base, comment: 'a right token', rules: rightRules, result: 'valid', expect }
}

/** The texts were written member by member, without what JSON.parse would let through. */
function parsed(json: string): Record<string, unknown> {
  return JSON.parse(json) as Record<string, unknown>
}
