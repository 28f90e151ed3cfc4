import type { ExecutionContext00Claims, VerifiedEct } from '@wimse-ect/claims'

/** What became of a token: its place in the log, or a code. */
export type Outcome = { readonly sequence: number; readonly again: boolean } | { readonly code: string }

/** What a token says, read from its claims: the oracle shares no code with what it judges. */
interface Facts {
  readonly signingInput: string
  readonly iss: string
  readonly kid: string
  readonly jti: string
  readonly tid: string
  readonly wid: string | undefined
  readonly par: readonly string[]
  readonly iat: number
  readonly decision: string
  readonly isRemedy: boolean
}

function factsOf({ claims: wire, header, signingInput }: VerifiedEct): Facts {
  const claims = wire as ExecutionContext00Claims
  return {
    signingInput,
    iss: claims.iss,
    kid: header.kid,
    jti: claims.jti.toLowerCase(),
    tid: claims.tid.toLowerCase(),
    wid: claims.wid?.toLowerCase(),
    par: claims.par.map((parent) => parent.toLowerCase()),
    iat: claims.iat,
    decision: claims.pol_decision,
    isRemedy: claims.compensation_required === true || /^rollback(_|$)/.test(claims.exec_act),
  }
}

/**
 * A ledger as the rules DAG-... and LEDGER-... describe it, one sentence after the other, that looks through its whole
 * log for every question. It knows the defaults of the graph rules and execution-context-00 only.
 */
export class Oracle {
  readonly log: VerifiedEct[]
  /** Pairs of the recorded token and the one that contradicted it first. */
  readonly evidence: (readonly [recorded: VerifiedEct, refused: VerifiedEct])[] = []

  constructor(log: readonly VerifiedEct[] = []) {
    this.log = [...log]
  }

  append(token: VerifiedEct): Outcome {
    const outcome = this.judge(token)
    if ('code' in outcome && outcome.code === 'ECT_LEDGER_EQUIVOCATION') this.#keep(token)
    if ('sequence' in outcome && !outcome.again) this.log.push(token)
    return outcome
  }

  judge(token: VerifiedEct): Outcome {
    const own = factsOf(token)
    const records = this.log.map(factsOf)
    const first = records.findIndex((record) => record.signingInput === own.signingInput)
    if (first >= 0) return { sequence: first, again: true }
    const code = identityCode(own, records) ?? graphCode(own, records)
    return code === undefined ? { sequence: records.length, again: false } : { code }
  }

  /** The sequences of the parents of a recorded token. */
  parents(sequence: number): number[] {
    const [own, ...before] = this.log
      .slice(0, sequence + 1)
      .map(factsOf)
      .reverse()
    return (own?.par ?? []).flatMap((id) =>
      candidates(id, own, before).map((parent) => before.length - 1 - before.indexOf(parent)),
    )
  }

  #keep(token: VerifiedEct): void {
    const own = factsOf(token)
    const recorded = this.log.find((record) => contradict(factsOf(record), own))
    if (recorded === undefined || this.evidence.some(([known]) => known === recorded)) return
    this.evidence.push([recorded, token])
  }
}

function isSameTask(one: Facts, other: Facts): boolean {
  return one.tid === other.tid && (one.wid === other.wid || one.wid === undefined || other.wid === undefined)
}

function contradict(one: Facts, other: Facts): boolean {
  return isSameTask(one, other) && one.iss === other.iss && one.kid === other.kid
}

function identityCode(own: Facts, records: readonly Facts[]): string | undefined {
  if (records.some((record) => contradict(record, own))) return 'ECT_LEDGER_EQUIVOCATION'
  if (records.some(({ iss, jti }) => iss === own.iss && jti === own.jti)) return 'ECT_REPLAY_SEEN'
  return undefined
}

function graphCode(own: Facts, records: readonly Facts[]): string | undefined {
  if (own.par.includes(own.tid)) return 'ECT_DAG_CYCLE'
  if (records.some((record) => isSameTask(record, own))) return 'ECT_DAG_TASK_EXISTS'
  const parents = own.par.map((id) => candidates(id, own, records))
  const unclear = parents.find(({ length }) => length !== 1)
  if (unclear !== undefined) return unclear.length === 0 ? 'ECT_DAG_PARENT_MISSING' : 'ECT_DAG_PARENT_AMBIGUOUS'
  if (parents.flat().some(({ iat }) => iat > own.iat + 30)) return 'ECT_DAG_PARENT_TIME'
  if (!own.isRemedy && parents.flat().some(({ decision }) => decision !== 'approved')) return 'ECT_DAG_PARENT_POLICY'
  return undefined
}

function candidates(id: string, child: Facts | undefined, records: readonly Facts[]): readonly Facts[] {
  const named = records.filter(({ tid }) => tid === id)
  if (child?.wid === undefined) return named
  const ofOwn = named.filter(({ wid }) => wid === child.wid)
  return ofOwn.length > 0 ? ofOwn : named.filter(({ wid }) => wid === undefined)
}
