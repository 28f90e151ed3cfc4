import { jwksKeys, type KeyResolver, type KeySet, type KeySetMember } from 'wimse-ect'

/** Members of a key that are public, and mean something to whoever verifies with it. */
const publicMembers = [
  'kty',
  'crv',
  'x',
  'y',
  'n',
  'e',
  'kid',
  'alg',
  'use',
  'key_ops',
  'sub',
  'nbf',
  'exp',
  'revoked',
] as const

/** The keys that the service verifies with; they can be replaced while it runs. */
export class KeySource {
  #resolver: KeyResolver
  #published: { readonly keys: readonly object[] } | undefined

  /** @throws TypeError as `jwksKeys` */
  constructor(keys: KeySet | KeyResolver) {
    this.#resolver = resolverOf(keys)
    this.#published = publishedSet(keys)
  }

  /** Asks the present keys. */
  readonly resolve: KeyResolver = (kid) => this.#resolver(kid)

  /** The set that may be shown; `undefined` when the keys come from a resolver, which cannot be listed. */
  get published(): { readonly keys: readonly object[] } | undefined {
    return this.#published
  }

  /** @throws TypeError as `jwksKeys`; the former keys then stay */
  replace(keys: KeySet | KeyResolver): void {
    this.#resolver = resolverOf(keys)
    this.#published = publishedSet(keys)
  }
}

function resolverOf(keys: KeySet | KeyResolver): KeyResolver {
  return typeof keys === 'function' ? keys : jwksKeys(keys)
}

/** Lists what may be shown instead of removing what may not: a set could hold private keys by mistake. */
function publishedSet(keys: KeySet | KeyResolver): { readonly keys: readonly object[] } | undefined {
  if (typeof keys === 'function') return undefined
  const isPublic = ({ kty }: KeySetMember): boolean => kty === 'EC' || kty === 'OKP' || kty === 'RSA'
  return {
    keys: keys.keys.filter(isPublic).map((key) => {
      const members = publicMembers.filter((name) => key[name] !== undefined)
      return Object.fromEntries(members.map((name) => [name, key[name]]))
    }),
  }
}
