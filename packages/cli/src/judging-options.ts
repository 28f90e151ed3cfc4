import { type IdKind, profiles, type Revision, type SignatureAlgorithm, signatureAlgorithms } from '@wimse-ect/claims'
import { jwksKeys, type KeySet } from '@wimse-ect/verification/key-set'
import { oneOf } from './read-option.ts'
import { readJsonObject } from './read-text.ts'
import { UsageError } from './usage-error.ts'

/** The kinds of identifiers. */
export const idKinds: readonly IdKind[] = ['uuid', 'opaque']

/** The revisions of the draft that are implemented. */
export const revisions: readonly Revision[] = Object.keys(profiles).filter(isRevision)

/** The option `--ids`. */
export const idsFlag = {
  ids: { type: 'string', value: 'uuid|opaque', help: 'kind of the identifiers (default uuid)' },
} as const

/** The options by which tokens are judged. */
export const judgingFlags = {
  keys: { type: 'string', required: true, value: 'FILE', help: 'JWK set; each key names its owner in sub' },
  audience: { type: 'string', required: true, value: 'ID', help: 'own identifier, which aud has to contain' },
  profile: { type: 'string', multiple: true, value: 'P', help: 'accepted revision (default execution-context-00)' },
  alg: { type: 'string', multiple: true, value: 'ALG', help: 'accepted algorithm (default ES256)' },
  ids: { type: 'string', value: 'uuid|opaque', help: 'kind of the identifiers (default: uuid, or the ledger’s)' },
} as const

/** What {@link judgingFlags} gives. */
export interface JudgingValues {
  readonly keys: string
  readonly audience: string
  readonly profile?: readonly string[] | undefined
  readonly alg?: readonly string[] | undefined
  readonly ids?: string | undefined
}

/** What a verifier is made with, beside the keys. */
export interface JudgingOptions {
  readonly audience: string
  readonly revisions: readonly Revision[] | undefined
  readonly algorithms: readonly SignatureAlgorithm[] | undefined
  readonly ids: IdKind | undefined
}

/** Reads {@link judgingFlags}, without the keys. */
export function judgingOptions({ audience, profile, alg, ids }: Omit<JudgingValues, 'keys'>): JudgingOptions {
  if (audience === '') throw new UsageError('--audience is empty')
  return {
    audience,
    revisions: profile?.flatMap((name) => oneOf(name, revisions, '--profile') ?? []),
    algorithms: alg?.flatMap((name) => oneOf(name, signatureAlgorithms, '--alg') ?? []),
    ids: oneOf(ids, idKinds, '--ids'),
  }
}

/**
 * Reads a key set.
 *
 * @throws UsageError for a file that is none
 */
export async function readKeySet(file: string): Promise<KeySet> {
  const set = await readJsonObject(file)
  if (!isKeySet(set)) throw new UsageError(`${file} is not a JWK set`)
  try {
    jwksKeys(set)
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : 'no key set'}`)
  }
  return set
}

/** What its members are is for `jwksKeys` to judge. */
function isKeySet(value: unknown): value is KeySet {
  if (typeof value !== 'object' || value === null || !('keys' in value) || !Array.isArray(value.keys)) return false
  return value.keys.every((key) => typeof key === 'object' && key !== null)
}

function isRevision(name: string): name is Revision {
  return Object.hasOwn(profiles, name)
}

/**
 * The kind of identifiers that a ledger was made for.
 *
 * @param given of `--ids`
 * @throws UsageError when another one was given
 */
export function idsOfLedger(ledger: { readonly ids: IdKind }, given: IdKind | undefined): IdKind {
  if (given === undefined || given === ledger.ids) return ledger.ids
  throw new UsageError(`the ledger holds identifiers of kind ${ledger.ids}`)
}
