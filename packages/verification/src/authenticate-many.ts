import { decodeEct, EctError, isEctError } from '@wimse-ect/claims'
import { checkInTurns } from '#check-in-turns'
import { groupSize } from './group-sizes.ts'
import { keyOfCheck } from './signature-check.ts'
import { type AuthenticEct, findSignatureCheck } from './steps.ts'
import type { KeyResolver, VerificationKey } from './verification-key.ts'
import type { CheckedOptions } from './verifier-options.ts'
import type { SignatureJob } from './verifier-pool-options.ts'

/** Why a token is refused. */
export interface Refused {
  readonly ok: false
  readonly error: EctError
}

/** A token whose signature is right, or why it is refused. */
type Authentication = { readonly ok: true; readonly authentic: AuthenticEct } | Refused

/** A token of which the signature is still to be computed. Nothing in it is trusted. */
interface Unproven {
  readonly ok: true
  readonly authentic: AuthenticEct
  readonly job: SignatureJob
}

/**
 * Steps 1 to 5 of many tokens that have nothing to do with each other, as `authenticate` does them for one
 * [VERIFY-ORDER], and then what the caller asks of those that pass. While the signatures of one group are checked, the
 * next group is read.
 *
 * @param judge what comes after step 5; called for one token after another
 * @returns for each token what `judge` said, or why it did not get there, in the order of the tokens
 */
export async function authenticateMany<Result>(
  tokens: readonly string[],
  policy: CheckedOptions,
  keys: KeyResolver,
  judge: (authentic: AuthenticEct) => Promise<Result>,
): Promise<readonly (Result | Refused)[]> {
  const known = rememberKeys(keys)
  const results: (Result | Refused)[] = []
  let proving: Promise<readonly Authentication[]> = Promise.resolve([])
  const judgeGroup = async (): Promise<void> => {
    for (const each of await proving) results.push(each.ok ? await judge(each.authentic) : each)
  }
  for (let at = 0; at < tokens.length; at += groupSize) {
    const group: (Unproven | Refused)[] = []
    for (const token of tokens.slice(at, at + groupSize)) group.push(await settle(() => read(token, policy, known)))
    const next = prove(group, policy)
    // Whoever awaits it hears of a failure; it may come earlier.
    next.catch(() => undefined)
    await judgeGroup()
    proving = next
  }
  await judgeGroup()
  return results
}

/** The refusal of a step as a value; any other exception goes on. */
export async function settle<T>(step: () => Promise<T>): Promise<T | Refused> {
  try {
    return await step()
  } catch (error) {
    if (isEctError(error)) return { ok: false, error }
    throw error
  }
}

async function read(compact: string, policy: CheckedOptions, keys: KeyResolver): Promise<Unproven> {
  const decoded = decodeEct(compact, policy) // 1 to 3
  const { header, signingInput: signed, signature } = decoded
  const { alg, kid } = header
  const { key, check } = await findSignatureCheck({ alg, kid, signature }, keys) // 4, and 5 but for the last
  const jwk = keyOfCheck(check) ?? key.jwk
  return { ok: true, authentic: { decoded, key }, job: { alg, jwk, check, signed, signature } }
}

/** Step 5, for what the others leave to be computed. */
async function prove(
  group: readonly (Unproven | Refused)[],
  { pool }: CheckedOptions,
): Promise<readonly Authentication[]> {
  const jobs = group.flatMap((each) => (each.ok ? each.job : []))
  const answers = (await (pool?.check(jobs) ?? checkInTurns(jobs))).values()
  return group.map((each) => {
    // 5: whatever is not said to be right is wrong.
    const isRight = !each.ok || answers.next().value === true
    return isRight ? each : { ok: false, error: new EctError('ECT_SIGNATURE_INVALID') }
  })
}

/** Asks for each key once. That there is none, or that it could not be asked for, is not remembered. */
function rememberKeys(keys: KeyResolver): KeyResolver {
  const known = new Map<string, VerificationKey>()
  const ask = async (kid: string): Promise<VerificationKey | undefined> => {
    const key = await keys(kid)
    if (key) known.set(kid, key)
    return key
  }
  return (kid) => known.get(kid) ?? ask(kid)
}
