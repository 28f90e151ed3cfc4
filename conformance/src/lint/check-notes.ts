import type { SuiteCases, SuiteName } from '../cases.ts'
import { verifyThreeWays } from './verify-three-ways.ts'

/** The checkpoint of a case, with the key it is checked with; nothing when the case has none. */
function noteOf(item: SuiteCases[SuiteName]): { readonly note: string; readonly logKey: string } | undefined {
  if ('checkpoint' in item) return { note: item.checkpoint, logKey: item.logKey }
  if (!('receipt' in item) || item.receipt === undefined) return undefined
  return { note: item.receipt.slice(item.receipt.indexOf('\n\n') + 2), logKey: item.logKey }
}

/** Verifies the signature of the log, in every valid case that has one, with three libraries. */
export async function checkNotes(item: SuiteCases[SuiteName]): Promise<string[]> {
  const found = item.result === 'valid' ? noteOf(item) : undefined
  if (found === undefined) return []
  const { note, logKey } = found
  const [name = '', id = '', ...material] = logKey.split('+')
  const x = Buffer.from(material.join('+'), 'base64').subarray(1).toString('base64url')
  const end = note.lastIndexOf('\n\n')
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .filter((line) => line.startsWith(`\u2014 ${name} `))
    .map((line) => Buffer.from(line.split(' ')[2] ?? '', 'base64'))
    .filter((bytes) => bytes.subarray(0, 4).toString('hex') === id)
  if (signatures.length === 0) return [`${item.tcId}: no signature by the log`]
  const text = new TextEncoder().encode(note.slice(0, end + 1))
  const opinions = await Promise.all(
    signatures.map((bytes) =>
      verifyThreeWays({ kty: 'OKP', crv: 'Ed25519', x }, text, Uint8Array.from(bytes.subarray(4))),
    ),
  )
  return opinions.every((each) => Object.values(each).every(Boolean))
    ? []
    : [`${item.tcId}: the signature of the log is not confirmed`]
}
