import type { X509Certificate } from 'node:crypto'

/**
 * The names of a certificate, as they are written in the configuration: `URI:...` and `DNS:...` for subject alternative
 * names, `CN=...` for a part of the subject.
 *
 * Node puts a name with unusual characters into quotes, so that a name with a comma in it cannot pass for two; here it
 * keeps its quotes, and fits no name of the configuration.
 */
export function certificateNames(certificate: X509Certificate | undefined): readonly string[] {
  if (certificate === undefined) return []
  const alternatives = certificate.subjectAltName?.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []
  const subject = certificate.subject?.split('\n') ?? []
  return [
    ...alternatives.map((name) => name.trim()).filter((name) => /^(?:URI|DNS):/.test(name)),
    ...subject.filter((part) => part.startsWith('CN=')),
  ]
}
