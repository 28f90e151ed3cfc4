import {
  type EctError,
  isEctError,
  profiles,
  type Revision,
  signatureAlgorithms,
  type VerifiedEct,
} from '@wimse-ect/claims'
import { createVerifier, type KeyResolver, type Verifier } from '@wimse-ect/verification'
import type { Entry } from '../service/entry.ts'
import type { LogFacts } from '../service/log-facts.ts'
import { dimensionOf } from './dimension-of.ts'
import { type Dimension, pass, unchecked, type Verdict } from './verdict.ts'

/** The dimensions that a token shows by itself, in the order in which a verifier judges them. */
const ownDimensions = ['signature', 'identity', 'time', 'policy'] as const

/** What a token shows by itself. */
export interface JudgedToken {
  readonly verdicts: Readonly<Record<(typeof ownDimensions)[number], Verdict>>
  /** A claim about its place in the graph that is malformed. */
  readonly graphError: EctError | undefined
  /** The token, unless its signature, its owner or its claims failed: only then may it stand as a parent. */
  readonly token: VerifiedEct | undefined
}

/** Judges the token of an entry, as of the second in which the ledger says it verified it. */
export type TokenJudge = (entry: Entry) => Promise<JudgedToken>

/** Far beyond every time that a claim can hold, and still exact when added to one of today. */
const anyTime = 2 ** 52

/**
 * Makes a judge of the tokens of a ledger.
 *
 * Every algorithm and revision that this project implements is accepted: which of them to take was the ledger's
 * decision, and the key set says for each key which algorithm it is for.
 */
export function makeTokenJudge(keys: KeyResolver, audience: string, log: LogFacts): TokenJudge {
  const revisions = Object.keys(profiles).filter((name): name is Revision => Object.hasOwn(profiles, name))
  const options = { keys, audience, revisions, algorithms: signatureAlgorithms, ids: log.ids }
  const strict = createVerifier(options)
  // For what follows the times: an expired token can still say whether its other claims fit.
  const timeless = createVerifier({ ...options, clockSkew: anyTime, maxAge: anyTime, expiryLeeway: anyTime })
  return async (entry) => {
    const notAuthentic = await errorOf(checkSignature(strict, entry))
    if (notAuthentic !== undefined) return failedSignature(notAuthentic)
    const error = await errorOf(checkRest(strict, entry, log.maxLatenessSeconds))
    const later = await outcomeOf(checkRest(timeless, entry, 0))
    const graphError = [error, later.error].find((each) => each !== undefined && dimensionOf(each) === 'graph')
    return { verdicts: verdictsOf(error, later.error), graphError, token: later.token }
  }
}

/** Steps 1 to 5: a verifier asks whether a token is recorded as soon as its signature is found good. */
async function checkSignature(verifier: Verifier, { token, verifiedAt }: Entry): Promise<void> {
  await verifier.verifyUnlessRecorded(token, async () => true, { now: verifiedAt })
}

/** Steps 1 to 13. */
async function checkRest(verifier: Verifier, entry: Entry, maxLatenessSeconds: number): Promise<VerifiedEct> {
  const call = { now: entry.verifiedAt, maxLatenessSeconds }
  const outcome = await verifier.verifyUnlessRecorded(entry.token, async () => undefined, call)
  if ('token' in outcome) return outcome.token
  throw new TypeError('nothing is recorded here')
}

/** Nothing that a token says counts before its signature was found good [VERIFY-NO-EARLY-TRUST]. */
function failedSignature(error: EctError): JudgedToken {
  const open = unchecked('without a good signature nothing that the token says counts')
  const verdicts = { signature: failure(error), identity: open, time: open, policy: open }
  return { verdicts, graphError: undefined, token: undefined }
}

/** @param error the first one; @param later the first one when times do not matter */
function verdictsOf(error: EctError | undefined, later: EctError | undefined): JudgedToken['verdicts'] {
  const found = new Map<Dimension, Verdict>()
  for (const each of [later, error]) if (each !== undefined) found.set(dimensionOf(each), failure(each))
  const verdict = (dimension: Dimension): Verdict => {
    const known = found.get(dimension)
    if (known !== undefined) return known
    return later === undefined ? pass : afterFailure(dimension, dimensionOf(later))
  }
  return { signature: pass, identity: verdict('identity'), time: verdict('time'), policy: verdict('policy') }
}

/** A verifier stops at its first error, so what would have come after it is not known. */
function afterFailure(dimension: Dimension, failed: Dimension): Verdict {
  const places: readonly Dimension[] = ownDimensions
  const isBefore = failed === 'graph' ? dimension !== 'policy' : places.indexOf(dimension) < places.indexOf(failed)
  return isBefore ? pass : unchecked('the verification ended before')
}

function failure({ code, path }: EctError): Verdict {
  return { outcome: 'fail', code, path }
}

async function errorOf(work: Promise<unknown>): Promise<EctError | undefined> {
  return (await outcomeOf(work)).error
}

async function outcomeOf<T>(work: Promise<T>): Promise<{ readonly token?: T; readonly error?: EctError }> {
  try {
    return { token: await work }
  } catch (error) {
    if (!isEctError(error)) throw error
    return { error }
  }
}
