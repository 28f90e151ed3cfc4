export { createVerifierPool } from '#verifier-pool'
export { jwksKeys, type KeySet, type KeySetMember } from './key-set.ts'
export {
  createLevelVerifier,
  type Level,
  type LevelOptions,
  type LevelVerifier,
  levelAt,
  type SignedAtLevel,
  type TokenAtLevel,
  type UnsignedEct,
} from './level-verifier.ts'
export { remoteJwksKeys } from './remote-key-set.ts'
export {
  createReplayMemory,
  type ReplayEntry,
  type ReplayMemory,
  type ReplayMemoryOptions,
} from './replay-memory.ts'
export type { KeyResolver, VerificationKey } from './verification-key.ts'
export {
  type CallOptions,
  createVerifier,
  type RecordOptions,
  type VerifiedTokens,
  type Verifier,
  verifyEct,
} from './verifier.ts'
export type { GraphCheck, VerificationPolicy, VerifierOptions } from './verifier-options.ts'
export type { SignatureJob, VerifierPool, VerifierPoolOptions } from './verifier-pool-options.ts'
export type { VerifyOrFindResult, VerifyResult } from './verify-many.ts'
export { type WitOptions, witKeys } from './wit-keys.ts'
