import type { EctErrorCode, Signer } from 'wimse-ect'
import { identities } from '../identities.ts'
import { breakSignature, type Captured, type Claims, forge, respell, tamper, twin } from './forge.ts'

/** What Mallory has: a genuine key of her own, a task she recorded honestly, and tokens of others. */
export interface Loot {
  readonly key: Signer
  /** Seconds since 1970. */
  readonly now: number
  /** Her own recorded task. */
  readonly own: Captured
  /** Tokens of the life cycle, as anybody can read them in the ledger. */
  readonly review: Captured
  readonly rejectedTest: Captured
  readonly build: Captured
  readonly release: Captured
}

/** One attack, and how it must end. */
export interface Attack {
  readonly name: string
  /** SPIFFE ID of whom she sends it to. */
  readonly victim: string
  /** The code in the victim's own log; `first entry` when the answer must be the entry that is there already. */
  readonly expected: EctErrorCode | 'AGENT_POLICY' | 'first entry'
  /** The tokens that she sends: to an agent in the field, to the ledger in the body. */
  readonly forge: (loot: Loot) => string | Promise<string> | Promise<readonly string[]>
}

const { mallory, specReviewer, codeGenerator, buildAgent, ledger } = identities

/** Claims of a task by Mallory in which nothing is wrong yet. */
export function genuine(now: number, changes: object = {}): Claims {
  return {
    iss: mallory,
    aud: [codeGenerator, buildAgent, ledger],
    iat: now,
    exp: now + 600,
    jti: crypto.randomUUID(),
    tid: crypto.randomUUID(),
    exec_act: 'implement_module',
    par: [],
    pol: 'coding_standards_v3',
    pol_decision: 'approved',
    ...changes,
  }
}

/** Everything Mallory tries. */
export const attacks: readonly Attack[] = [
  {
    name: 'change only the payload',
    victim: codeGenerator,
    expected: 'ECT_SIGNATURE_INVALID',
    forge: ({ review }) => tamper(review, { exec_act: 'skip_review' }),
  },
  {
    name: 'sign in the name of somebody else',
    victim: codeGenerator,
    expected: 'ECT_PARTY_ISSUER',
    forge: ({ key, now }) => forge(key, genuine(now, { iss: specReviewer })),
  },
  {
    name: 'need no signature: alg none',
    victim: ledger,
    expected: 'ECT_HEADER_ALG',
    forge: ({ key, now }) => forge(key, genuine(now), { alg: 'none' }),
  },
  {
    name: 'bring the key along: jwk header',
    victim: ledger,
    expected: 'ECT_HEADER_FORBIDDEN',
    forge: ({ key, now }) => forge(key, genuine(now, { iss: specReviewer }), { jwk: key.publicJwk }),
  },
  {
    name: 'name a key that nobody registered',
    victim: ledger,
    expected: 'ECT_KEY_UNKNOWN',
    forge: ({ key, now }) => forge(key, genuine(now), { kid: '../keys/other' }),
  },
  {
    name: 'state two decisions in one token',
    victim: ledger,
    expected: 'ECT_TOKEN_DUPLICATE',
    forge: ({ key, now }) =>
      forge(key, JSON.stringify(genuine(now)).replace(/}$/, ',"pol\\u005fdecision":"rejected"}')),
  },
  {
    name: 'replay a token',
    victim: codeGenerator,
    expected: 'ECT_REPLAY_SEEN',
    forge: ({ review }) => review.compact,
  },
  {
    name: 'replay it with high-s signature',
    victim: codeGenerator,
    expected: 'ECT_REPLAY_SEEN',
    forge: ({ review }) => twin(review),
  },
  {
    name: 'record it with that signature',
    victim: ledger,
    expected: 'first entry',
    forge: ({ review }) => twin(review),
  },
  {
    name: 'record it again in other letters',
    victim: ledger,
    expected: 'ECT_TOKEN_BASE64URL',
    forge: ({ review }) => respell(review),
  },
  {
    name: 'present a token meant for another',
    victim: codeGenerator,
    expected: 'ECT_PARTY_AUDIENCE',
    forge: ({ release }) => release.compact,
  },
  {
    name: 'present an expired token',
    victim: codeGenerator,
    expected: 'ECT_TIME_EXPIRED',
    forge: ({ key, now }) => forge(key, genuine(now, { iat: now - 700, exp: now - 100 })),
  },
  {
    name: 'build on a forged inline parent',
    victim: codeGenerator,
    expected: 'ECT_SIGNATURE_INVALID',
    forge: async ({ key, now, release }) => [
      await forge(key, genuine(now, { par: [release.claims.tid], wid: release.claims.wid })),
      breakSignature(release),
    ],
  },
  {
    name: "make two tasks each other's parent",
    victim: codeGenerator,
    expected: 'ECT_DAG_CYCLE',
    forge: async ({ key, now }) => {
      const [one, other] = [crypto.randomUUID(), crypto.randomUUID()]
      return [
        await forge(key, genuine(now, { tid: one, par: [other] })),
        await forge(key, genuine(now, { tid: other, par: [one] })),
      ]
    },
  },
  {
    name: 'make a task its own parent',
    victim: ledger,
    expected: 'ECT_DAG_CYCLE',
    forge: ({ key, now }) => {
      const tid = crypto.randomUUID()
      return forge(key, genuine(now, { tid, par: [tid] }))
    },
  },
  {
    name: 'send a test report of her own',
    victim: buildAgent,
    expected: 'AGENT_POLICY',
    forge: ({ key, now }) => forge(key, genuine(now, { exec_act: 'execute_test_suite' })),
  },
  {
    name: 'take the id of a task of another',
    victim: ledger,
    expected: 'ECT_DAG_TASK_EXISTS',
    forge: ({ key, now, review }) => forge(key, genuine(now, { tid: review.claims.tid })),
  },
  {
    name: 'sign two versions of her own task',
    victim: ledger,
    expected: 'ECT_LEDGER_EQUIVOCATION',
    forge: ({ key, own }) => forge(key, { ...own.claims, pol_decision: 'rejected' }),
  },
  {
    name: 'use her jti for a second task',
    victim: ledger,
    expected: 'ECT_REPLAY_SEEN',
    forge: ({ key, now, own }) => forge(key, genuine(now, { jti: own.claims.jti })),
  },
  {
    name: 'build on a task nobody recorded',
    victim: ledger,
    expected: 'ECT_DAG_PARENT_MISSING',
    forge: ({ key, now }) => forge(key, genuine(now, { par: [crypto.randomUUID()] })),
  },
  {
    name: 'date a child before its parent',
    victim: ledger,
    expected: 'ECT_DAG_PARENT_TIME',
    forge: ({ key, now, own }) => forge(key, genuine(now, { iat: now - 300, par: [own.claims.tid] })),
  },
  {
    name: 'go on from a rejected test',
    victim: ledger,
    expected: 'ECT_DAG_PARENT_POLICY',
    forge: ({ key, now, rejectedTest: { claims } }) => forge(key, genuine(now, { par: [claims.tid], wid: claims.wid })),
  },
  {
    name: 'skip the human review of a build',
    victim: ledger,
    expected: 'ECT_DAG_PARENT_POLICY',
    forge: ({ key, now, build: { claims } }) =>
      forge(key, genuine(now, { exec_act: 'approve_release', par: [claims.tid], wid: claims.wid })),
  },
]
