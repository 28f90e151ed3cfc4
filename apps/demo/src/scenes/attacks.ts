import { checkReceipt, type LedgerEntry } from 'wimse-ect'
import { agentRefusalProblem } from '../agent-refusal.ts'
import { type AttackAnswer, isAttackAnswer } from '../attacks/attack-answer.ts'
import type { Attack } from '../attacks/attack-list.ts'
import { auditLedger } from '../audit.ts'
import { textOf } from '../bytes.ts'
import type { Cast } from '../cast.ts'
import { hasShape } from '../has-shape.ts'
import { post } from '../http-client.ts'
import { identities, shortName } from '../identities.ts'
import { readEquivocators } from '../ledger-client.ts'
import type { Processes } from '../processes.ts'
import { expectDefined, expectEqual, Surprise } from '../surprise.ts'

/** An attack and what became of it. */
export interface JudgedAttack extends Attack {
  /** The code in the victim's own log, or `first entry`. */
  readonly observed: string
}

/**
 * Mallory records one honest task and then attacks. Every attack must end as expected, the answers must reveal nothing,
 * and the ledger must be the same afterwards.
 *
 * @param attacks what she tries, and how it must end
 */
export async function playAttacks(
  cast: Cast,
  processes: Processes,
  attacks: readonly Attack[],
): Promise<readonly JudgedAttack[]> {
  const mallory = cast.url(identities.mallory)
  await post(`${mallory}/tasks`, '')
  const { entries } = await auditLedger(cast.ledgerUrl, cast.keys)
  const nextRefusal = followRefusals(attacks, processes)

  const answers = await attack(`${mallory}/attacks`)
  expectEqual('number of attacks', answers.length, attacks.length)
  const judged: JudgedAttack[] = []
  for (const [at, attack] of attacks.entries()) {
    const answer = expectDefined(`attack "${attack.name}"`, answers[at])
    const isAccepted = answer.status < 300
    const observed = isAccepted ? whatIsRecorded(answer, entries, cast) : await nextRefusal(attack.victim)
    expectEqual(`attack "${attack.name}"`, [answer.name, observed], [attack.name, attack.expected])
    if (!isAccepted) checkSaysLittle(answer, attack, entries)
    judged.push({ ...attack, observed })
  }

  const after = await auditLedger(cast.ledgerUrl, cast.keys)
  expectEqual('ledger after the attacks', after.entries, entries)
  // Of the task that she signed twice the ledger keeps both versions, outside the log.
  expectEqual('equivocators', await readEquivocators(cast.ledgerUrl), [identities.mallory])
  return judged
}

async function attack(url: string): Promise<readonly AttackAnswer[]> {
  const answers: unknown = JSON.parse(textOf(await post(url, '')))
  if (!Array.isArray(answers) || !answers.every(isAttackAnswer)) throw new Surprise('Mallory reports something else')
  return answers
}

/** Reads on in the logs of the victims: she attacks one after the other, so their refusals come in the same order. */
function followRefusals(attacks: readonly Attack[], processes: Processes): (victim: string) => Promise<string> {
  const seen = new Map(attacks.map(({ victim }) => [victim, processes.refusals(shortName(victim)).length]))
  return (victim) => {
    const index = seen.get(victim) ?? 0
    seen.set(victim, index + 1)
    return processes.refusal(shortName(victim), index)
  }
}

/** `first entry` when the answer proves what was there before. */
function whatIsRecorded({ body }: AttackAnswer, entries: readonly LedgerEntry[], { logKey }: Cast): string {
  const answer: unknown = JSON.parse(body)
  if (!hasShape(answer, { sequence: 'number', duplicate: 'boolean', receipt: 'string' })) return 'accepted'
  const { token } = checkReceipt(answer.receipt, { logKey })
  return answer.duplicate && entries[answer.sequence]?.compact === token ? 'first entry' : 'accepted'
}

/**
 * The answer of an agent is the same for every refusal, without code and task id [ERROR-REMOTE-GENERIC]
 * [HTTP-NO-ORACLE]. The ledger tells the code to who may write to it [HTTP-SERVICE-CODES], and no more.
 */
function checkSaysLittle(
  { name, status, headers, body }: AttackAnswer,
  { victim, expected }: Attack,
  entries: readonly LedgerEntry[],
): void {
  const more = victim === identities.ledger ? { code: expected } : {}
  expectEqual(`answer to "${name}"`, [status, JSON.parse(body)], [403, { ...agentRefusalProblem, ...more }])
  const everything = JSON.stringify([headers, body])
  if (entries.some(({ taskId }) => everything.includes(taskId))) {
    throw new Surprise(`the answer to "${name}" says too much`)
  }
}
