import { type KeyObject, verify } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import { type Algorithm, verifySync } from '@node-rs/jsonwebtoken'
import type { VerifiedEct } from '@wimse-ect/claims'
import { createVerifier, jwksKeys } from '@wimse-ect/verification'
import { createVerifier as createFastVerifier } from 'fast-jwt'
import { importJWK, jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import type { Candidate, Run } from '../compare.ts'
import { agent, audience, issuedAt, keyPair, keySet, type SignedToken } from '../signed-tokens.ts'

/** The time that every verifier is told. */
const now = issuedAt + 5
const maxAge = 900
const inFlight = 64
const { publicKey } = keyPair
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

type Verification = Candidate<SignedToken>

/** A candidate that goes through the tokens one after another, and throws when one is not accepted. */
function oneByOne(name: string, isAccepted: (token: SignedToken) => boolean, share = 1): Verification {
  const run: Run<SignedToken> = (tokens) => {
    for (const token of tokens) if (!isAccepted(token)) throw new Error(`${name} refused a token`)
  }
  return { name, share, start: () => run }
}

export const rawDer: Verification = rawVerify('crypto.verify', publicKey, ({ der }) => der)
export const rawJose: Verification = rawVerify(
  'crypto.verify, ieee-p1363',
  { key: publicKey, dsaEncoding: 'ieee-p1363' },
  ({ jose }) => jose,
)

function rawVerify(
  name: string,
  key: KeyObject | { readonly key: KeyObject; readonly dsaEncoding: 'ieee-p1363' },
  signatureOf: (token: SignedToken) => Buffer,
): Verification {
  return oneByOne(name, (token) => verify('sha256', token.signingInput, key, signatureOf(token)))
}

/** How a verifier for these tokens is made: the package's own function, or that of a bundle of it. */
export type MakeVerifier = (keys: typeof keySet) => { verify(compact: string): Promise<VerifiedEct> }

/** The verifier of this project, with a replay memory that starts empty in every repetition. */
export const makeVerifier: MakeVerifier = (keys) => createVerifier({ audience, keys: jwksKeys(keys), clock: () => now })

/** One after another. */
export const ours: Verification = {
  name: '@wimse-ect/verification',
  start: () => {
    const verifier = makeVerifier(keySet)
    return async (tokens) => {
      for (const { compact } of tokens) await verifier.verify(compact)
    }
  },
}

/** With 64 in flight. */
export function oursInFlight(name: string, make: MakeVerifier): Verification {
  return {
    name,
    start: () => {
      const verifier = make(keySet)
      return (tokens) => keepInFlight(tokens, (token) => verifier.verify(token.compact))
    },
  }
}

/** `jose.jwtVerify` with the checks that it knows of those an ECT needs. */
async function joseVerify(): Promise<(token: SignedToken) => Promise<unknown>> {
  const [jwk = {}] = keySet.keys
  const key = await importJWK({ ...jwk, alg: 'ES256' })
  const options = {
    algorithms: ['ES256'],
    typ: 'wimse-exec+jwt',
    issuer: agent,
    audience,
    maxTokenAge: maxAge,
    clockTolerance: 30,
    currentDate: new Date(now * 1000),
    requiredClaims: ['jti', 'tid', 'exec_act', 'par', 'pol', 'pol_decision'],
  }
  return ({ compact }) => jwtVerify(compact, key, options)
}

export const jose: Verification = {
  name: 'jose.jwtVerify',
  share: 0.5,
  start: async () => {
    const verifyToken = await joseVerify()
    return async (tokens) => {
      for (const token of tokens) await verifyToken(token)
    }
  },
}

export const joseInFlight: Verification = {
  name: `jose.jwtVerify, ${inFlight} in flight`,
  start: async () => {
    const verifyToken = await joseVerify()
    return (tokens) => keepInFlight(tokens, verifyToken)
  },
}

/** So many at the same time: each that ends is followed by the next. */
async function keepInFlight<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const rest = items.values()
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}

const verifyFast = createFastVerifier({
  key: pem,
  algorithms: ['ES256'],
  checkTyp: 'wimse-exec+jwt',
  allowedIss: agent,
  allowedAud: audience,
  maxAge: maxAge * 1000,
  clockTimestamp: now * 1000,
  requiredClaims: ['jti', 'tid', 'exec_act', 'par', 'pol', 'pol_decision'],
  cache: false,
})
export const fastJwt: Verification = oneByOne('fast-jwt', ({ compact }) => verifyFast(compact) !== undefined)

export const jsonWebToken: Verification = oneByOne('jsonwebtoken', ({ compact }) => {
  const claims = jsonwebtoken.verify(compact, publicKey, {
    algorithms: ['ES256'],
    issuer: agent,
    audience,
    maxAge,
    clockTimestamp: now,
  })
  return typeof claims === 'object' && claims.iss === agent
})

// Its names are those of a `const enum`, which no code can refer to here.
const es256 = 'ES256' as Algorithm
const nodeRsOptions = { algorithms: [es256], aud: [audience], iss: [agent], validateNbf: true }
export const nodeRs: Verification = oneByOne(
  '@node-rs/jsonwebtoken',
  ({ compact }) => verifySync(compact, pem, nodeRsOptions).iss === agent,
  0.5,
)

const point = Buffer.from(publicKey.export({ type: 'spki', format: 'der' })).subarray(-65)
export const noble: Verification = oneByOne(
  '@noble/curves, signature only',
  ({ signingInput, jose: signature }) => p256.verify(signature, signingInput, point, { lowS: false }),
  0.05,
)
