import { generateKeyPairSync, sign } from 'node:crypto'
import type { WitSource } from '../src/index.ts'
import { type Actor, keys } from './cast.ts'

/** Somebody who signs Workload Identity Tokens. */
export interface Authority {
  wit(actor: Actor): string
  readonly jwk: object
}

function authority(): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url')
  return {
    jwk: { ...publicKey.export({ format: 'jwk' }), kid: 'authority', alg: 'ES256' },
    wit({ id, publicJwk }) {
      const exp = Math.floor(Date.now() / 1000) + 600
      const { sub: _, ...jwk } = publicJwk
      const input = `${part({ typ: 'wit+jwt', alg: 'ES256', kid: 'authority' })}.${part({ sub: id, exp, cnf: { jwk } })}`
      const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      return `${input}.${signature.toString('base64url')}`
    },
  }
}

/** Signs for example.com. */
export const trusted: Authority = authority()
/** Calls its key the same, and signs for nobody. */
export const stranger: Authority = authority()

/** Keys from the field for alice, from a key set for nobody. */
export const witSource: WitSource = { trustDomains: { 'example.com': { keys: [trusted.jwk] } } }
/** The same, and the agents' key set behind it. */
export const witSourceAndOthers: WitSource = { ...witSource, others: keys }
