import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expandChain } from '../src/expand-chain.ts'
import { loadKeys } from '../src/load.ts'

const chain = { length: 3, kid: 'alice-key', taskIdPrefix: 'a-', jtiPrefix: 'b-', claims: { iss: 'alice', pol: 'p' } }
const payloadOf = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

describe('a chain of records', () => {
  it('begins with a root, and each record names the one before', () => {
    const payloads = expandChain(chain, loadKeys().private).map(payloadOf)
    expect(payloads).toEqual([
      { iss: 'alice', pol: 'p', jti: 'b-000000000001', tid: 'a-000000000001', par: [] },
      { iss: 'alice', pol: 'p', jti: 'b-000000000002', tid: 'a-000000000002', par: ['a-000000000001'] },
      { iss: 'alice', pol: 'p', jti: 'b-000000000003', tid: 'a-000000000003', par: ['a-000000000002'] },
    ])
  })

  it('is signed with the key it names', () => {
    const jwk = loadKeys()
      .set('agents')
      .keys.find(({ kid }) => kid === 'alice-key')
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
    for (const token of expandChain(chain, loadKeys().private)) {
      const end = token.lastIndexOf('.')
      const signature = Buffer.from(token.slice(end + 1), 'base64url')
      expect(verify('sha256', Buffer.from(token.slice(0, end)), { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(
        true,
      )
    }
  })

  it('needs its private key', () => {
    expect(() => expandChain({ ...chain, kid: 'nobody' }, loadKeys().private)).toThrow(TypeError)
  })
})
