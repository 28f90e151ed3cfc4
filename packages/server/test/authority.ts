import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A certificate with its private key, in PEM. */
export interface Issued {
  readonly cert: string
  readonly key: string
}

/** Names of a certificate. */
export interface Names {
  readonly subject: string
  readonly uris?: readonly string[]
  readonly dns?: readonly string[]
  readonly ips?: readonly string[]
}

/** Issues certificates that are in force for a day. */
export interface Authority {
  /** Its own certificate, in PEM. */
  readonly cert: string
  issue(names: Names, notAfter?: Date): Promise<Issued>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000

/** Makes an authority, with a key that nobody keeps. */
export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await makeKeys()
  const subject = `CN=${name}`
  const own = await X509CertificateGenerator.createSelfSigned({
    name: subject,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  })
  return {
    cert: own.toString('pem'),
    issue: (names, notAfter) => issue({ own, signingKey: keys.privateKey }, names, notAfter),
  }
}

async function issue(
  { own, signingKey }: { own: X509Certificate; signingKey: CryptoKey },
  { subject, uris = [], dns = [], ips = [] }: Names,
  notAfter = new Date(Date.now() + day),
): Promise<Issued> {
  const keys = await makeKeys()
  const names = [
    ...uris.map((value) => ({ type: 'url', value }) as const),
    ...dns.map((value) => ({ type: 'dns', value }) as const),
    ...ips.map((value) => ({ type: 'ip', value }) as const),
  ]
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: own.subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 2 * day),
    notAfter,
    extensions: names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)],
  })
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`
  return { cert: certificate.toString('pem'), key }
}

function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}
