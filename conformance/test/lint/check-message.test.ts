import { describe, expect, it } from 'vitest'
import type { CoseCase } from '../../src/cases.ts'
import { checkMessage } from '../../src/lint/check-message.ts'
import { loadCases, loadKeys } from '../../src/load.ts'

const [plain] = loadCases('cose', 'ect-00')
if (plain === undefined) throw new TypeError('the suite is empty')
const everyKey = loadKeys().private

/** The plain case with one byte of its message changed. */
function changed(at: number): CoseCase {
  const bytes = Uint8Array.from(Buffer.from(String(plain?.message), 'base64url'))
  const message = Buffer.from(bytes.with(at, (bytes.at(at) ?? 0) ^ 1)).toString('base64url')
  return { ...(plain as CoseCase), message }
}

describe('checkMessage', () => {
  it('finds nothing in a genuine message', async () => {
    expect(await checkMessage(plain, everyKey)).toEqual([])
  })

  it('finds a signature that is not confirmed, unless the case says so', async () => {
    const forged = changed(-1)
    expect(await checkMessage(forged, everyKey)).toEqual([`${plain.tcId}: the signature is not confirmed`])
    expect(await checkMessage({ ...forged, flags: ['NotGenuine'] }, everyKey)).toEqual([])
  })

  it('finds one that is confirmed although the case says otherwise', async () => {
    const problems = await checkMessage({ ...plain, flags: ['NotGenuine'] }, everyKey)
    expect(problems).toEqual([`${plain.tcId}: flagged NotGenuine, but the signature is confirmed`])
  })

  it('finds a key that nobody has', async () => {
    expect(await checkMessage({ ...plain, signedBy: 'nobody' }, everyKey)).toHaveLength(1)
  })

  it('leaves out what is no message', async () => {
    expect(await checkMessage(changed(0), everyKey)).toEqual([])
    expect(await checkMessage({ ...plain, message: '' }, everyKey)).toEqual([])
  })
})
