import type { Ect00Claims } from '../../src/profiles/ect-00-claims.ts'
import type { Ect01Claims } from '../../src/profiles/ect-01-claims.ts'
import { alice, bob } from '../tokens.ts'

export const uuid: string = '550E8400-E29B-41D4-A716-446655440002'
export const digest: string = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'

/** The claims that a root of ect-00 and one of ect-01 have in common. */
export const laterRoot: Omit<Ect00Claims, 'par'> & Omit<Ect01Claims, 'pred'> = {
  iss: alice,
  aud: bob,
  iat: 1_772_000_000,
  exp: 1_772_000_600,
  jti: '550e8400-e29b-41d4-a716-446655440001',
  exec_act: 'review_spec',
}
