import {
  type ClaimsToSign,
  createVerifier,
  generateKey,
  jwksKeys,
  type KeyResolver,
  type OwnedJwk,
  type Signer,
  signEct,
  type Verifier,
  type VerifierOptions,
} from 'wimse-ect'

/** Somebody with a key. */
export interface Actor {
  readonly id: string
  readonly key: Signer
  readonly publicJwk: OwnedJwk
}

async function actor(name: string, kid: string): Promise<Actor> {
  const id = `spiffe://example.com/agent/${name}`
  const { privateKey, publicJwk } = await generateKey({ kid, subject: id })
  return { id, key: privateKey, publicJwk }
}

/** Alice asks, bob answers. */
export const alice: Actor = await actor('alice', 'alice-key')
export const bob: Actor = await actor('bob', 'bob-key')
/** Alice's name, and the name of her key, but not her key. */
export const mallory: Actor = await actor('alice', 'alice-key')

export const keys: KeyResolver = jwksKeys({ keys: [alice.publicJwk, bob.publicJwk] })

/** A verifier of one of them, without ledger. */
export function verifierOf(actor: { readonly id: string }, options: Partial<VerifierOptions> = {}): Verifier {
  return createVerifier({ audience: actor.id, keys, ...options })
}

type Claims = ClaimsToSign<'execution-context-00'>

/** A task of alice for bob, signed by her unless another key is given. */
export function aliceToken(claims: Partial<Claims> = {}, key: Signer = alice.key): Promise<string> {
  const task = { iss: alice.id, aud: bob.id, exec_act: 'review_spec', par: [], pol: 'policy_v1' } as const
  return signEct({ ...task, pol_decision: 'approved', ...claims }, { key })
}

/** A token that was good an hour ago. */
export function expiredToken(): Promise<string> {
  const now = Math.floor(Date.now() / 1000) - 3600
  const task = { iss: alice.id, aud: bob.id, exec_act: 'review_spec', par: [], pol: 'policy_v1' } as const
  return signEct({ ...task, pol_decision: 'approved' }, { key: alice.key, now })
}
