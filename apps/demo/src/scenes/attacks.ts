import type { LedgerEntry } from 'wimse-ect'
import { agentRefusalProblem } from '../agent-refusal.ts'
import { type AttackAnswer, isAttackAnswer } from '../attacks/attack-answer.ts'
import type { Attack } from '../attacks/attack-list.ts'
import { auditLedger } from '../audit.ts'
import type { Cast } from '../cast.ts'
import { identities, shortName } from '../identities.ts'
import { readEquivocators } from '../ledger-client.ts'
import { textOf } from '../message.ts'
import { post } from '../post.ts'
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
  await post(`${mallory}/tasks`, { tokens: [], body: new Uint8Array() })
  const { entries } = await auditLedger(cast.ledgerUrl, cast.keys)

  const answers = await attack(`${mallory}/attacks`)
  expectEqual('number of attacks', answers.length, attacks.length)
  const judged: JudgedAttack[] = []
  for (const attack of attacks) {
    const answer = answers.find(({ name }) => name === attack.name)
    const observed = await judgeAnswer(expectDefined(`attack "${attack.name}"`, answer), attack, entries, processes)
    expectEqual(`attack "${attack.name}"`, observed, attack.expected)
    judged.push({ ...attack, observed })
  }

  const after = await auditLedger(cast.ledgerUrl, cast.keys)
  expectEqual('ledger after the attacks', after.entries, entries)
  // Of the task that she signed twice the ledger keeps both versions, outside the log.
  expectEqual('equivocators', await readEquivocators(cast.ledgerUrl), [identities.mallory])
  return judged
}

async function attack(url: string): Promise<readonly AttackAnswer[]> {
  const { body } = await post(url, { tokens: [], body: new Uint8Array() })
  const answers: unknown = JSON.parse(textOf(body))
  if (!Array.isArray(answers) || !answers.every(isAttackAnswer)) throw new Surprise('Mallory reports something else')
  return answers
}

async function judgeAnswer(
  answer: AttackAnswer,
  { victim }: Attack,
  entries: readonly LedgerEntry[],
  processes: Processes,
): Promise<string> {
  if (answer.status === 200) {
    return entries.some((entry) => answer.body === JSON.stringify([entry])) ? 'first entry' : 'accepted'
  }
  checkSaysNothing(answer, entries)
  const requestId = expectDefined('request-id', answer.headers['request-id'])
  const { event, code } = await processes.logLine(shortName(victim), requestId)
  return code ?? event
}

/** The answer is the same for every refusal, without code and task id [ERROR-REMOTE-GENERIC] [HTTP-NO-ORACLE]. */
function checkSaysNothing({ name, status, headers, body }: AttackAnswer, entries: readonly LedgerEntry[]): void {
  expectEqual(`answer to "${name}"`, [status, JSON.parse(body)], [403, agentRefusalProblem])
  const everything = JSON.stringify([headers, body])
  if (everything.includes('ECT_') || entries.some(({ taskId }) => everything.includes(taskId))) {
    throw new Surprise(`the answer to "${name}" says too much`)
  }
}
