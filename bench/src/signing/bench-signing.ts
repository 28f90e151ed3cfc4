import { randomUUID, sign, verify } from 'node:crypto'
import { signEct, signerFromKeyObject } from '@wimse-ect/signing'
import { jwksKeys, verifyEct } from '@wimse-ect/verification'
import { SignJWT } from 'jose'
import { type BenchResult, type Effort, scaled } from '../bench-result.ts'
import { type Candidate, compare, speedOf } from '../compare.ts'
import { opensslSection } from '../openssl-section.ts'
import { audience, claimsToSign, issuedAt, keyPair, keySet, type TaskClaims } from '../signed-tokens.ts'
import { speedSection } from '../speed-section.ts'

const tasksPerRepetition = 4000
const turns = 40
const kid = 'spec-reviewer-key-2026-02'
const header = { typ: 'wimse-exec+jwt', alg: 'ES256', kid }

/** A task, and the bytes that a bare signature is made over. */
export interface Task {
  readonly claims: TaskClaims
  readonly bytes: Buffer
}

/** Signing with a key in the process, beside a bare signature and jose. */
export async function benchSigning(effort: Effort): Promise<BenchResult> {
  const items = await tasksToSign(scaled(tasksPerRepetition, effort))
  const ours = await signing()
  const costs = await compare([rawSign, ours, jose], { items, turns, repetitions: effort.repetitions })
  return {
    title: 'Signing',
    about: `The claims of a task become a signed token: jti and tid are made, every rule that a verifier applies
      is applied before anything is signed, and the token is written. crypto.sign signs bytes of the same length
      and does nothing else; jose makes a token of the same claims and judges none of them.`,
    sections: [
      speedSection('One token after another', costs, { baseline: rawSign.name, ours: [ours.name] }),
      ...(await opensslSection('signUs', rawSign, { items, repetitions: effort.repetitions })),
    ],
    figures: { 'signing / crypto.sign': speedOf(costs, ours.name, rawSign.name) },
  }
}

/** So many tasks, all different. */
export async function tasksToSign(count: number): Promise<readonly Task[]> {
  return (await claimsToSign(count)).map((claims) => ({ claims, bytes: signingInputOf(claims) }))
}

function signingInputOf(claims: object): Buffer {
  const payload = { ...claims, jti: randomUUID(), tid: randomUUID() }
  return Buffer.from([header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.'))
}

export const rawSign: Candidate<Task> = rawSigning()

function rawSigning(): Candidate<Task> {
  let last: { readonly bytes: Buffer; readonly signature: Buffer } | undefined
  return {
    name: 'crypto.sign',
    start: () => (tasks) => {
      for (const { bytes } of tasks) last = { bytes, signature: sign('sha256', bytes, keyPair.privateKey) }
    },
    end: async () => {
      const isSound = last !== undefined && verify('sha256', last.bytes, keyPair.publicKey, last.signature)
      if (!isSound) throw new Error('crypto.sign made no signature')
    },
  }
}

export async function signing(): Promise<Candidate<Task>> {
  const signer = await signerFromKeyObject(keyPair.privateKey, { kid, alg: 'ES256' })
  return makingTokens('signEct', 1, ({ claims }) => signEct(claims, { key: signer, now: issuedAt }))
}

const jose: Candidate<Task> = makingTokens('jose.SignJWT', 0.5, ({ claims }) =>
  new SignJWT({ ...claims, jti: randomUUID(), tid: randomUUID() }).setProtectedHeader(header).sign(keyPair.privateKey),
)

/** A candidate whose last token of each repetition is verified. */
function makingTokens(name: string, share: number, make: (task: Task) => Promise<string>): Candidate<Task> {
  let last = ''
  return {
    name,
    share,
    start: () => async (tasks) => {
      for (const task of tasks) last = await make(task)
    },
    end: async () => void (await verifyEct(last, { audience, keys: jwksKeys(keySet), now: issuedAt })),
  }
}
