import type { KeySet, KeySetMember } from '../src/key-set.ts'
import { makeSigner, type Signer } from './signer.ts'

/** A workload with an ES256 key. */
export interface Actor extends Signer {
  /** SPIFFE ID. */
  readonly id: string
  readonly kid: string
  /** The public key as a key set holds it: with `kid`, `alg` and the owner in `sub`. */
  readonly member: KeySetMember
}

function actor(name: string): Actor {
  const signer = makeSigner('ES256')
  const id = `spiffe://example.com/agent/${name}`
  const kid = `${name}-key`
  return { ...signer, id, kid, member: { ...signer.jwk, kid, alg: 'ES256', use: 'sig', sub: id } }
}

/** Does the work and signs most tokens. */
export const alice: Actor = actor('alice')
/** Verifies. */
export const bob: Actor = actor('bob')
/** Attacks, with a genuine key of her own. */
export const mallory: Actor = actor('mallory')

/** The key set that bob knows. */
export const keySet: KeySet = { keys: [alice.member, bob.member, mallory.member] }
