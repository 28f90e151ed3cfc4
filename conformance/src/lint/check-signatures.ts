import type { Jwk, JwkSet, SuiteCases, SuiteName } from '../cases.ts'
import { verifyThreeWays } from './verify-three-ways.ts'

/** Messages in CBOR have a check of their own. */
type AnyCase = SuiteCases[Exclude<SuiteName, 'cose'>]

const controls = /\p{Cc}/gu

/**
 * Every compact token of a case, the Workload Identity Tokens included. Proofs and checkpoints are not about tokens.
 */
function tokensOf(item: AnyCase): readonly string[] {
  if ('ask' in item || 'checkpoint' in item) return []
  // A text without a dot claims no signature.
  if ('levelAt' in item) return item.token.includes('.') ? [item.token] : []
  if ('lines' in item)
    return item.lines
      .flatMap((line) => line.replaceAll(controls, '').split(','))
      .map((part) => part.trim())
      .filter((part) => part !== '')
  if ('steps' in item) return item.steps.map(({ submit }) => submit)
  if ('store' in item) return [...item.store.records, item.token]
  return 'wits' in item ? [item.token, ...item.wits] : [item.token]
}

/**
 * Verifies every token of a case with three libraries.
 *
 * Without the flag NotGenuine all of them must be confirmed; with it at least one must not be. The libraries must
 * agree. The key is the one that signedBy or kid names, in the key set of the case, else among all keys of the package.
 */
export async function checkSignatures(item: AnyCase, everyKey: readonly Jwk[]): Promise<string[]> {
  const keys = [...('keys' in item ? item.keys.keys : []), ...everyKey]
  const verdicts = await Promise.all(
    tokensOf(item).map((token, index) => judge(token, index === 0 ? item.signedBy : undefined, keys)),
  )
  const problems = verdicts
    .filter((verdict) => typeof verdict === 'string')
    .map((problem) => `${item.tcId}: ${problem}`)
  const allGenuine = verdicts.every((verdict) => verdict === true)
  if (item.flags.includes('NotGenuine') === allGenuine) {
    const fault = allGenuine ? 'flagged NotGenuine, but every signature is confirmed' : 'a signature is not confirmed'
    problems.push(`${item.tcId}: ${fault}`)
  }
  return problems
}

/** Whether the token is genuine, or how the libraries disagree. */
async function judge(token: string, signedBy: string | undefined, keys: JwkSet['keys']): Promise<boolean | string> {
  const [header = '', payload = '', encoded = '', ...more] = token.split('.')
  const signature = Buffer.from(encoded, 'base64url')
  if (more.length > 0 || encoded === '' || signature.toString('base64url') !== encoded) return false
  const kid = signedBy ?? kidOf(header)
  const jwk = keys.find((candidate) => candidate.kid === kid)
  if (jwk === undefined) return false
  const opinions = await verifyThreeWays(
    jwk,
    new TextEncoder().encode(`${header}.${payload}`),
    Uint8Array.from(signature),
  )
  const answers = new Set(Object.values(opinions))
  return answers.size === 1 ? answers.has(true) : `the libraries disagree: ${JSON.stringify(opinions)}`
}

function kidOf(header: string): string | undefined {
  try {
    return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid?: string }).kid
  } catch {
    return undefined
  }
}
