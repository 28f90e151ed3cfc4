import { createHash, timingSafeEqual, type X509Certificate } from 'node:crypto'
import { certificateNames } from './certificate-names.ts'

/** Who may write and who may read. A writer may read too. */
export interface AccessOptions {
  /** Bearer tokens (RFC 6750) of writers, 16 characters or more each. Only their hashes are kept. Default: none. */
  readonly writeTokens?: readonly string[] | undefined
  /** Bearer tokens of readers. Default: none. */
  readonly readTokens?: readonly string[] | undefined
  /**
   * Names of client certificates of writers: `URI:spiffe://example.com/agent/a` or `DNS:host.example.com` for a
   * subject alternative name, `CN=name` for a part of the subject. Needs `tls.ca`. Default: none.
   */
  readonly writeCertificates?: readonly string[] | undefined
  /** Names of client certificates of readers. Default: none. */
  readonly readCertificates?: readonly string[] | undefined
  /** Whether everybody may read. Default false. */
  readonly publicReads?: boolean | undefined
  /** Whether everybody may load the explorer page, which holds no data itself. Default false. */
  readonly publicExplorer?: boolean | undefined
}

/** What somebody may do. */
export type Role = 'writer' | 'reader' | 'nobody'

/** By what a request says who it is from. */
export interface Credentials {
  /** The field `Authorization`. */
  readonly authorization?: string | null | undefined
  /** The client's certificate, when TLS has found that it was issued by an authority we named, and is in force. */
  readonly certificate?: X509Certificate | undefined
}

/** Tells what somebody may do. */
export interface Access {
  /** True when somebody can be told from others; only then may the service leave loopback. */
  readonly tellsApart: boolean
  /** False when nothing is configured, and everybody who reaches the service may do everything. */
  readonly isControlled: boolean
  readonly publicReads: boolean
  readonly publicExplorer: boolean
  roleOf(credentials: Credentials): Role
}

const leastTokenLength = 16

/**
 * Reads the configuration. Without any, everybody is a writer, which is for loopback only.
 *
 * @throws TypeError for a bearer token that is short or could not be sent, and for a certificate name of another form
 */
export function createAccess(options: AccessOptions | undefined): Access {
  const { publicReads = false, publicExplorer = false } = options ?? {}
  const writers = namesAndHashes(options?.writeTokens, options?.writeCertificates)
  const readers = namesAndHashes(options?.readTokens, options?.readCertificates)
  const isControlled = options !== undefined
  return {
    tellsApart: [writers, readers].some(({ hashes, names }) => hashes.length + names.size > 0),
    isControlled,
    publicReads,
    publicExplorer,
    roleOf(credentials) {
      if (!isControlled) return 'writer'
      const hash = tokenHash(credentials.authorization)
      const names = certificateNames(credentials.certificate)
      if (isKnown(writers, hash, names)) return 'writer'
      return isKnown(readers, hash, names) ? 'reader' : 'nobody'
    },
  }
}

interface Known {
  readonly hashes: readonly Buffer[]
  readonly names: ReadonlySet<string>
}

function namesAndHashes(tokens: readonly string[] = [], names: readonly string[] = []): Known {
  for (const token of tokens) {
    if (!/^[A-Za-z0-9._~+/-]+=*$/.test(token) || token.length < leastTokenLength) {
      throw new TypeError(`a bearer token has ${leastTokenLength} characters or more, of those RFC 6750 allows`)
    }
  }
  for (const name of names) {
    if (!/^(?:URI:|DNS:|CN=)./.test(name)) throw new TypeError('a certificate name begins with URI:, DNS: or CN=')
  }
  return { hashes: tokens.map(sha256), names: new Set(names) }
}

function tokenHash(authorization: string | null | undefined): Buffer | undefined {
  const token = /^Bearer +(?<token>[A-Za-z0-9._~+/-]+=*) *$/i.exec(authorization ?? '')?.groups?.token
  return token === undefined ? undefined : sha256(token)
}

function isKnown({ hashes, names }: Known, hash: Buffer | undefined, ofCertificate: readonly string[]): boolean {
  // Every hash is compared to its end, whether one before it fitted or not: the time tells nothing.
  const matches = hash === undefined ? 0 : hashes.filter((each) => timingSafeEqual(each, hash)).length
  return matches > 0 || ofCertificate.some((name) => names.has(name))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
