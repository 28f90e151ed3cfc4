import { jwksKeys } from '../src/key-set.ts'
import { createVerifier, type Verifier } from '../src/verifier.ts'
import type { VerifierOptions } from '../src/verifier-options.ts'
import { bob, keySet } from './cast.ts'
import { now } from './tokens.ts'

/** Options of bob's verifier: it knows the keys of all actors, and its clock stands at `now`. */
export const bobOptions: VerifierOptions = { audience: bob.id, keys: jwksKeys(keySet), clock: () => now }

/** A new verifier for bob. */
export function verifierForBob(options: Partial<VerifierOptions> = {}): Verifier {
  return createVerifier({ ...bobOptions, ...options })
}
