export { jwksKeys, type KeySet, type KeySetMember } from './key-set.ts'
export { remoteJwksKeys } from './remote-key-set.ts'
export {
  createReplayMemory,
  type ReplayEntry,
  type ReplayMemory,
  type ReplayMemoryOptions,
} from './replay-memory.ts'
export type { VerificationPolicy } from './steps.ts'
export type { KeyResolver, VerificationKey } from './verification-key.ts'
export {
  type CallOptions,
  createVerifier,
  type GraphCheck,
  type RecordOptions,
  type VerifiedTokens,
  type Verifier,
  type VerifierOptions,
  verifyEct,
} from './verifier.ts'
export { type WitOptions, witKeys } from './wit-keys.ts'
