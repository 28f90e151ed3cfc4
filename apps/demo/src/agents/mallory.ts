/**
 * Mallory has a genuine key and one honest task in the ledger. Then she attacks, over the same HTTP interface as
 * everybody else, with nothing but that key and what anybody can read.
 */
import { executionContextField, type Signer } from 'wimse-ect'
import type { AttackAnswer } from '../attacks/attack-answer.ts'
import { attacks, genuine, type Loot } from '../attacks/attack-list.ts'
import { type Captured, capture, forge } from '../attacks/forge.ts'
import { identities } from '../identities.ts'
import { readEntries, recordAt } from '../ledger-client.ts'
import { log } from '../log.ts'
import { jsonMessage } from '../message.ts'
import { request } from '../post.ts'
import { startWorkload } from '../workload.ts'

await startWorkload(identities.mallory, {
  'POST /tasks': async (_, { key, ledgerUrl }) => {
    await recordAt(ledgerUrl, await forge(key, genuine(now())))
    return jsonMessage({})
  },

  'POST /attacks': async (_, { key, ledgerUrl, tasksOf }) => {
    if (ledgerUrl === undefined) throw new TypeError('there is no ledger to attack')
    const loot = await readLedger(ledgerUrl, key)
    const answers: AttackAnswer[] = []
    for (const { name, victim, forge } of attacks) {
      log({ event: 'did', text: name })
      const url = victim === identities.ledger ? `${ledgerUrl}/entries` : tasksOf(victim)
      answers.push({ name, ...(await send(url, [await forge(loot)].flat())) })
    }
    return jsonMessage(answers)
  },
})

/** Picks from the ledger, which everybody may read, what can be of use. */
async function readLedger(ledgerUrl: string, key: Signer): Promise<Loot> {
  const tokens = (await readEntries(ledgerUrl)).map(({ compact }) => capture(compact))
  const find = (wanted: object): Captured => {
    const found = tokens.find(({ claims }) => Object.entries(wanted).every(([name, value]) => claims[name] === value))
    if (found === undefined) throw new Error(`nothing like ${JSON.stringify(wanted)} in the ledger`)
    return found
  }
  return {
    key,
    now: now(),
    own: find({ iss: identities.mallory }),
    review: find({ exec_act: 'review_requirements_spec' }),
    rejectedTest: find({ pol_decision: 'rejected' }),
    build: find({ exec_act: 'build_release_artifact' }),
    release: find({ exec_act: 'approve_release' }),
  }
}

/** Sends the field as it is, without the checks of `writeExecutionContext`. */
async function send(url: string, tokens: readonly string[]): Promise<Omit<AttackAnswer, 'name'>> {
  const response = await request(url, {
    method: 'POST',
    headers: { [executionContextField]: tokens.join(', ') },
    signal: AbortSignal.timeout(5_000),
  })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
