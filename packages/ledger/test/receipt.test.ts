import { beforeAll, describe, expect, it } from 'vitest'
import { codeOfCheck } from '../contract/refusal.ts'
import { cosignCheckpoint } from '../src/checkpoint/cosignature.ts'
import { MemoryLog } from '../src/memory-log.ts'
import { checkReceipt, makeReceipt, parseReceipt, type Receipt, type ReceiptOptions } from '../src/receipt.ts'
import { goCheckpoint, goLog, logKeys, witnessKeys } from './checkpoint/keys.ts'
import { fromBase64 } from './merkle/trees.ts'
import { step } from './step.ts'

const { signer, verifierKey: logKey } = logKeys()
const walter = witnessKeys('walter.example.com')
const wanda = witnessKeys('wanda.example.com')
const witnessPolicy = { witnesses: [walter.verifierKey, wanda.verifierKey], threshold: 2 }
// Short, so that every bit of a receipt can be tried; the contract of the ledgers has real ones.
const tokens = Array.from({ length: 7 }, (_, at) => `eyJhbGciOiJFUzI1NiJ9.e30.token-${at}`)

let receipts: string[]
let witnessed: string
beforeAll(async () => {
  const log = new MemoryLog(signer)
  for (const token of tokens) log.append(token)
  receipts = await Promise.all(tokens.map((_, sequence) => log.receipt(sequence)))
  const receipt = parseReceipt(receipts[4] ?? '')
  const byWalter = await cosignCheckpoint(receipt.checkpoint, walter.signer, 1_772_000_000)
  witnessed = makeReceipt({ ...receipt, checkpoint: await cosignCheckpoint(byWalter, wanda.signer, 1_772_000_009) })
})

function codeFor(receipt: string, options: Partial<ReceiptOptions> = {}): string {
  return codeOfCheck(() => checkReceipt(receipt, { logKey, ...options }))
}

/** Receipt 4 with parts changed. */
function changed(parts: Partial<Receipt>): string {
  return makeReceipt({ ...parseReceipt(receipts[4] ?? ''), ...parts })
}

/** The places of the bits that can be flipped without a refusal. */
function freeBits(receipt: string, options: Partial<ReceiptOptions>): number[] {
  const bytes = Buffer.from(receipt)
  return Array.from({ length: Math.ceil((bytes.length * 8) / step) }, (_, at) => at * step).filter((bit) => {
    const flipped = Buffer.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return codeFor(flipped.toString('utf8'), options) === 'accepted'
  })
}

describe('a receipt', () => {
  it('[PROOF-RECEIPT] proves token, place and checkpoint with nothing but the key of the log', () => {
    for (const [sequence, receipt] of receipts.entries()) {
      const checked = checkReceipt(receipt, { logKey })
      expect(checked).toMatchObject({ token: tokens[sequence], sequence, checkpoint: { size: 7, witnessings: [] } })
      expect(checked.checkpoint.origin).toBe(signer.key.name)
    }
  })

  it('[PROOF-RECEIPT] is the text of C2SP tlog-proof', () => {
    const receipt = parseReceipt(receipts[4] ?? '')
    const lines = (receipts[4] ?? '').split('\n')
    expect(lines.slice(0, 3)).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${Buffer.from(tokens[4] ?? '').toString('base64')}`,
      'index 4',
    ])
    expect(lines.slice(3, 6)).toEqual(receipt.proof.map((hash) => Buffer.from(hash).toString('base64')))
    expect(lines.slice(6).join('\n')).toBe(`\n${receipt.checkpoint}`)
    expect(makeReceipt(receipt)).toBe(receipts[4])
  })

  it('[PROOF-RECEIPT] carries the UTF-8 of what it is of, whatever the characters', () => {
    for (const token of ['', 'a b', '\u007f', '\u00e9', 'a\u00e9', '\u00e9a', '\u20ac', 'two\nlines']) {
      expect(changed({ token }).split('\n')[1]).toBe(`extra ${Buffer.from(token).toString('base64')}`)
    }
  })

  it('[PROOF-RECEIPT] is refused after any change of one bit', () => {
    expect(freeBits(receipts[4] ?? '', {})).toEqual([])
    expect(freeBits(changed({ token: undefined }), { token: tokens[4] })).toEqual([])
  })

  it('[PROOF-RECEIPT] is refused after any change of one bit, in the lines of the witnesses too that must have signed', () => {
    expect(freeBits(witnessed, { witnessPolicy })).toEqual([])
  })

  it('[PROOF-RECEIPT] is refused after any change of one bit when it is of a log with one entry', async () => {
    const log = new MemoryLog(signer)
    log.append(tokens[0] ?? '')
    const receipt = await log.receipt(0)
    expect(parseReceipt(receipt).proof).toEqual([])
    expect(freeBits(receipt, {})).toEqual([])
  })

  it('[PROOF-RECEIPT] it is as long as note and token may be together, and no longer', () => {
    const head = 'c2sp.org/tlog-proof@v1\nindex 0\n\n'
    const receiptOf = (length: number): string => head.padEnd(length, 'x')
    expect(parseReceipt(receiptOf(1_131_070)).sequence).toBe(0)
    expect(codeOfCheck(() => parseReceipt(receiptOf(1_131_071)))).toBe('ECT_PROOF_FORMAT')
  })

  it('[PROOF-RECEIPT] no part of it is one', () => {
    const receipt = receipts[4] ?? ''
    const accepted = Array.from({ length: receipt.length }, (_, at) => [receipt.slice(0, at), receipt.slice(at + 1)])
      .flat()
      .filter((part) => codeFor(part) === 'accepted')
    expect(accepted).toEqual([])
  })

  it('[PROOF-RECEIPT] is of the token that it carries and of no other', () => {
    const receipt = receipts[4] ?? ''
    expect(codeFor(receipt, { token: tokens[4] })).toBe('accepted')
    expect(codeFor(receipt, { token: tokens[3] })).toBe('ECT_PROOF_TOKEN')
    expect(codeFor(receipt, { token: '' })).toBe('ECT_PROOF_TOKEN')
    expect(codeFor(changed({ token: tokens[3] }))).toBe('ECT_PROOF_INCLUSION')
  })

  it('[PROOF-RECEIPT] without a token is checked together with it', () => {
    const bare = changed({ token: undefined })
    expect(bare).not.toContain('extra')
    expect(codeFor(bare, { token: tokens[4] })).toBe('accepted')
    expect(codeFor(bare, { token: tokens[3] })).toBe('ECT_PROOF_INCLUSION')
    expect(codeFor(bare)).toBe('ECT_PROOF_TOKEN')
    for (const token of ['two\nlines', 'é', '\ud800', 'a'.repeat(65_536)])
      expect(codeFor(bare, { token })).toBe('ECT_PROOF_TOKEN')
  })

  it.each([0, 3, 5, 6, 7, 2 ** 53 - 1])('[PROOF-RECEIPT] of entry 4 is none of entry %d', (sequence) => {
    expect(codeFor(changed({ sequence }))).toBe('ECT_PROOF_INCLUSION')
  })

  it('[PROOF-RECEIPT] has exactly the hashes that its place demands', () => {
    const { proof } = parseReceipt(receipts[4] ?? '')
    const [one = new Uint8Array(32)] = proof
    for (const wrong of [
      [],
      proof.slice(1),
      proof.slice(0, -1),
      [one, ...proof],
      [...proof, one],
      proof.toReversed(),
    ]) {
      expect(codeFor(changed({ proof: wrong }))).toBe('ECT_PROOF_INCLUSION')
    }
  })

  it('[PROOF-RECEIPT] needs a checkpoint of this log, signed, and witnessed where that is asked for', () => {
    const other = logKeys(signer.key.name)
    expect(codeFor(receipts[4] ?? '', { logKey: other.verifierKey })).toBe('ECT_CHECKPOINT_SIGNATURE')
    expect(codeFor(receipts[4] ?? '', { logKey: logKeys('other.example.com').verifierKey })).toBe(
      'ECT_CHECKPOINT_ORIGIN',
    )
    expect(codeFor(receipts[4] ?? '', { logKey: 'key' })).toBe('ECT_CHECKPOINT_KEY')
    expect(codeFor(receipts[4] ?? '', { witnessPolicy })).toBe('ECT_CHECKPOINT_WITNESSES')
    expect(codeFor(witnessed, { witnessPolicy })).toBe('accepted')
    expect(codeFor(changed({ checkpoint: '' }))).toBe('ECT_CHECKPOINT_FORMAT')
  })

  it('[PROOF-RECEIPT] of one log says nothing under the checkpoint of another', async () => {
    const log = new MemoryLog(signer)
    for (const token of tokens.with(2, 'another.token')) log.append(token)
    expect(codeFor(changed({ checkpoint: await log.checkpoint() }))).toBe('ECT_PROOF_INCLUSION')
  })

  it('[PROOF-RECEIPT] carries a token of up to 65,535 bytes', async () => {
    const log = new MemoryLog(signer)
    const token = 'a'.repeat(65_535)
    log.append(token)
    const receipt = await log.receipt(0)
    expect(checkReceipt(receipt, { logKey }).token).toBe(token)
    expect(codeFor(makeReceipt({ ...parseReceipt(receipt), token: `${token}a` }))).toBe('ECT_PROOF_FORMAT')
  })

  it('[PROOF-RECEIPT] over a checkpoint that Go signed', () => {
    const [, , checkpoint] = goLog.checkpoints.map(goCheckpoint)
    const log = new MemoryLog()
    for (const entry of goLog.entries) log.append(entry)
    const check = async (sequence: number): Promise<string> => {
      const proof = await log.inclusionProof(sequence, 15)
      const receipt = makeReceipt({ token: undefined, sequence, proof, checkpoint: checkpoint ?? '' })
      return checkReceipt(receipt, { logKey: goLog.verifierKey, token: goLog.entries[sequence] }).token
    }
    return expect(Promise.all(goLog.entries.map((_, sequence) => check(sequence)))).resolves.toEqual(goLog.entries)
  })
})

describe('reading a receipt', () => {
  const hash = Buffer.alloc(32, 7).toString('base64')
  const first = 'c2sp.org/tlog-proof@v1'

  it('[PROOF-RECEIPT] gives its parts, unchecked', () => {
    expect(parseReceipt(`${first}\nextra YWJj\nindex 0\n${hash}\n${hash}\n\nanything\n\nat all`)).toEqual({
      token: 'abc',
      sequence: 0,
      proof: [fromBase64(hash), fromBase64(hash)],
      checkpoint: 'anything\n\nat all',
    })
    expect(parseReceipt(`${first}\nindex 9007199254740991\n\n`)).toMatchObject({
      sequence: 2 ** 53 - 1,
      checkpoint: '',
    })
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['an empty line', '\n\n'],
    ['another version', 'c2sp.org/tlog-proof@v2\nindex 0\n\n'],
    ['something before', `\n${first}\nindex 0\n\n`],
    ['a byte order mark', `\ufeff${first}\nindex 0\n\n`],
    ['carriage returns', `${first}\r\nindex 0\r\n\r\n`],
    ['no index', `${first}\n\n`],
    ['hashes without index', `${first}\n${hash}\n\n`],
    ['an index without number', `${first}\nindex\n\n`],
    ['an index that is no number', `${first}\nindex zero\n\n`],
    ['a leading zero', `${first}\nindex 00\n\n`],
    ['a sign', `${first}\nindex -1\n\n`],
    ['two spaces', `${first}\nindex  1\n\n`],
    ['a space behind', `${first}\nindex 1 \n\n`],
    ['an index above 2^53-1', `${first}\nindex 9007199254740992\n\n`],
    ['an empty extra line', `${first}\nextra \nindex 0\n\n`],
    ['an extra line that is no base64', `${first}\nextra YWJ\nindex 0\n\n`],
    ['an extra line in base64url', `${first}\nextra -_-_\nindex 0\n\n`],
    ['unused bits in the extra line', `${first}\nextra YWI=\nindex 0\n\n`.replace('YWI=', 'YWJ=')],
    ['a token with a space', `${first}\nextra ${btoa('a b')}\nindex 0\n\n`],
    ['a token with a line break', `${first}\nextra ${btoa('a\n')}\nindex 0\n\n`],
    ['a token with a byte order mark', `${first}\nextra ${btoa('\u00ef\u00bb\u00bfabc')}\nindex 0\n\n`],
    ['a token with bytes above 0x7f', `${first}\nextra ${btoa('\u00ff')}\nindex 0\n\n`],
    ['two extra lines', `${first}\nextra YWJj\nextra YWJj\nindex 0\n\n`],
    ['extra after index', `${first}\nindex 0\nextra YWJj\n\n`],
    ['two indexes', `${first}\nindex 0\nindex 0\n\n`],
    ['a hash of 31 bytes', `${first}\nindex 0\n${Buffer.alloc(31).toString('base64')}\n\n`],
    ['a hash of 64 bytes', `${first}\nindex 0\n${Buffer.alloc(64).toString('base64')}\n\n`],
    ['a hash without padding', `${first}\nindex 0\n${hash.replace('=', '')}\n\n`],
    ['no empty line', `${first}\nindex 0\n${hash}\n`],
    ['more than a receipt can hold', `${first}\nindex 0\n\n${'a'.repeat(1_200_000)}`],
  ])('[PROOF-RECEIPT] %s is refused', (_what, text) => {
    expect(codeOfCheck(() => parseReceipt(text))).toBe('ECT_PROOF_FORMAT')
  })
})
