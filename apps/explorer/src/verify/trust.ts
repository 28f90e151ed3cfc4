import { parseStrictJson } from '@wimse-ect/claims'
import { parseVerifierKey } from '@wimse-ect/ledger'
import { jwksKeys, type KeyResolver, type KeySet } from '@wimse-ect/verification'

/** Who said what a verification builds on. Only what a person pinned is independent of the service. */
export type TrustOrigin = 'service' | 'file' | 'person'

/** One thing that a verification builds on. */
export interface Trusted {
  /** As text; `undefined` when nobody has said it. */
  readonly value: string | undefined
  readonly from: TrustOrigin
}

/** The things that a verification builds on. */
export const trustNames = ['keySet', 'logKey', 'audience'] as const

/** One of {@link trustNames}. */
export type TrustName = (typeof trustNames)[number]

/** Everything that a verification builds on. */
export interface Trust extends Readonly<Record<TrustName, Trusted>> {
  /** Whether a task of another workflow may be a parent [DAG-PARENT-OTHER-WORKFLOW]. */
  readonly crossWorkflowParents: boolean
}

/** What a person pinned; what is absent is taken from the service or the file. */
export interface Pins extends Readonly<Partial<Record<TrustName, string>>> {
  /** Default `false`, as for a ledger. */
  readonly crossWorkflowParents?: boolean
}

/** What holds: the pins, and for the rest what the service or the file says. */
export function trustOf(said: Readonly<Record<TrustName, string | undefined>>, from: TrustOrigin, pins: Pins): Trust {
  const one = (name: TrustName): Trusted => {
    const pinned = pins[name]
    return pinned === undefined ? { value: said[name], from } : { value: pinned, from: 'person' }
  }
  const crossWorkflowParents = pins.crossWorkflowParents ?? false
  return { keySet: one('keySet'), logKey: one('logKey'), audience: one('audience'), crossWorkflowParents }
}

/**
 * Reads a JWK set.
 *
 * @throws EctError for text that is not strict JSON; TypeError for something that is no key set
 */
export function readKeySet(text: string): KeyResolver {
  const { keys } = parseStrictJson(text, 'keys').value
  return jwksKeys({ keys } as unknown as KeySet)
}

/** What is wrong with a pin, in words for people; `undefined` when nothing is. */
export function problemWithPin(name: TrustName, value: string): string | undefined {
  try {
    if (name === 'keySet') readKeySet(value)
    if (name === 'logKey') parseVerifierKey(value, 'log')
    return undefined
  } catch {
    return name === 'keySet'
      ? 'This is no JWK set: an object with a list in "keys", each key with its own "kid" and its owner in "sub".'
      : 'This is no verifier key: name+id+base64, on one line, as the log publishes it.'
  }
}
