import type { LedgerEntry } from 'wimse-ect'
import { auditLedger } from '../audit.ts'
import type { Cast } from '../cast.ts'
import { identities, shortName } from '../identities.ts'
import type { AttackAnswer } from '../mallory/attack-answer.ts'
import { type Attack, attacks } from '../mallory/attacks.ts'
import { textOf } from '../message.ts'
import { getJson, post } from '../post.ts'
import type { Processes } from '../processes.ts'
import { expectDefined, expectEqual, Surprise } from '../surprise.ts'

/** An attack and what became of it. */
export interface JudgedAttack extends Attack {
  /** The code in the victim's own log, or `first entry`. */
  readonly observed: string
}

const nothing = { tokens: [], body: new Uint8Array() }

/**
 * Mallory records one honest task and then attacks. Each attack must end as expected, the answers must say nothing, and
 * the ledger must afterwards be what it was before.
 *
 * @param expected the attacks with their expected codes
 */
export async function playMallory(
  cast: Cast,
  processes: Processes,
  expected: readonly Attack[] = attacks,
): Promise<readonly JudgedAttack[]> {
  const mallory = cast.url(identities.mallory)
  await post(`${mallory}/tasks`, nothing)
  const { entries } = await auditLedger(cast.ledgerUrl, cast.keys)

  const answers: unknown = JSON.parse(textOf((await post(`${mallory}/attacks`, nothing)).body))
  const judged = await Promise.all(
    expected.map((attack) => judgeAttack(attack, answers as readonly AttackAnswer[], entries, processes)),
  )

  const after = await auditLedger(cast.ledgerUrl, cast.keys)
  expectEqual('ledger after the attacks', after.entries, entries)
  await checkEvidence(cast.ledgerUrl)
  for (const { name, expected, observed } of judged) expectEqual(`attack "${name}"`, observed, expected)
  return judged
}

async function judgeAttack(
  attack: Attack,
  answers: readonly AttackAnswer[],
  entries: readonly LedgerEntry[],
  processes: Processes,
): Promise<JudgedAttack> {
  const answer = expectDefined(
    `the attack "${attack.name}"`,
    answers.find(({ name }) => name === attack.name),
  )
  if (answer.status === 200) {
    const isFirstEntry = entries.some((entry) => answer.body === JSON.stringify([entry]))
    return { ...attack, observed: isFirstEntry ? 'first entry' : 'accepted' }
  }
  checkSaysNothing(answer, entries)
  const requestId = expectDefined('request-id', answer.headers['request-id'])
  const { code } = await processes.logLine(shortName(attack.victim), requestId)
  return { ...attack, observed: expectDefined('the code in the log', code) }
}

/** The answer is the same for every refusal: no code, no task id, nothing to learn from. */
function checkSaysNothing({ name, status, headers, body }: AttackAnswer, entries: readonly LedgerEntry[]): void {
  expectEqual(`answer to "${name}"`, [status, JSON.parse(body)], [403, genericProblem])
  const everything = JSON.stringify([headers, body])
  const isSilent = !everything.includes('ECT_') && !entries.some(({ taskId }) => everything.includes(taskId))
  if (!isSilent) throw new Surprise(`the answer to "${name}" says too much`)
}

const genericProblem = { type: 'about:blank', title: 'Execution context refused', status: 403 }

/** The ledger keeps both versions of the task that Mallory signed twice. */
async function checkEvidence(ledgerUrl: string): Promise<void> {
  const evidence = (await getJson(`${ledgerUrl}/equivocations`)) as readonly { readonly agent: string }[]
  expectEqual('equivocations', evidence.map(({ agent }) => agent), [identities.mallory])
}
