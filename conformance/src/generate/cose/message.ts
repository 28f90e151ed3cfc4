/** COSE_Sign1 messages, right or wrong in exactly the way a case asks for. */
import { alice, bob, type KeyName, key, now, tid } from '../cast.ts'
import { sign } from '../sign.ts'
import { cbor, type Encoded, hex, type Item, map, type Pair, raw, sortedMap } from './cbor.ts'

/** Members of a map by key; `undefined` removes one. */
export type Changes = readonly (readonly [key: number | string, value: Item | undefined])[]

/** How a message differs from the plain one. */
export interface MessageParts {
  /** Parameters that replace or follow those of the plain protected header. */
  readonly header?: Changes
  /** Claims that replace or follow those of the plain payload. */
  readonly claims?: Changes
  /** The whole protected header, encoded. */
  readonly protectedHeader?: Uint8Array
  /** The whole payload, encoded. */
  readonly payload?: Uint8Array
  readonly unprotected?: Item
  /** The key that signs, and whose name is the kid unless `header` says otherwise. */
  readonly signer?: KeyName
  /** Replaces the signature. Gets the right one. */
  readonly signature?: (right: Uint8Array) => Uint8Array
  /** The first member of the Sig_structure. */
  readonly context?: string
  /** The external data in the Sig_structure. */
  readonly external?: Uint8Array
  /** Puts the message together from its four members; default: the tag and an array. */
  readonly assemble?: (members: readonly [Item, Item, Item, Item]) => Uint8Array
}

/** Bytes of a UUID. */
export function uuid(text: string): Uint8Array {
  return hex(text.replaceAll('-', ''))
}

export const typ = 'application/wimse-exec+cwt'
/** Tag 18. */
export const sign1Tag: Uint8Array = hex('d2')

/** COSE algorithm ids by kind of key. */
const algorithms = { 'P-256': -7, 'P-384': -35, 'P-521': -36, Ed25519: -8, RSA: -37 } as const

/** The claims of the plain task: a root without workflow, one minute old, for bob. */
const plainClaims: readonly Pair[] = [
  [1, alice],
  [3, bob],
  [4, now + 540],
  [6, now - 60],
  [7, uuid(tid(1))],
  [301, 'review_requirements_spec'],
  [302, []],
  [303, 'spec_review_policy_v2'],
  [304, 0],
]

function changed(plain: readonly Pair[], changes: Changes = []): readonly Pair[] {
  const members = new Map<Item, Item | undefined>([...plain, ...changes])
  return [...members].flatMap(([name, value]): Pair[] => (value === undefined ? [] : [[name, value]]))
}

/** The claims of the plain task with these changes. */
export function claimPairs(changes?: Changes): readonly Pair[] {
  return changed(plainClaims, changes)
}

/** The parameters of the plain protected header with these changes. */
export function headerPairs(changes?: Changes, signer: KeyName = 'alice-key'): readonly Pair[] {
  const kid = Uint8Array.from(Buffer.from(signer))
  const plain: readonly Pair[] = [
    [1, algorithms[key(signer).kind]],
    [4, kid],
    [16, typ],
  ]
  return changed(plain, changes)
}

/** Builds and signs a message. Without parts it is the plain one, signed by alice. */
export function message(parts: MessageParts = {}): Uint8Array {
  const protectedHeader = parts.protectedHeader ?? cbor(sortedMap(headerPairs(parts.header, parts.signer)))
  const payload = parts.payload ?? cbor(sortedMap(claimPairs(parts.claims)))
  const { context = 'Signature1', external = new Uint8Array(), unprotected = map() } = parts
  const right = sign(key(parts.signer ?? 'alice-key'), cbor([context, protectedHeader, external, payload]))
  const signature = parts.signature?.(right) ?? right
  const assemble = parts.assemble ?? tagged
  return assemble([protectedHeader, unprotected, payload, signature])
}

/** An item under tag 18. */
export function tagged(item: Item): Uint8Array {
  const whole: Encoded = raw(sign1Tag, cbor(item))
  return whole.encoded
}
