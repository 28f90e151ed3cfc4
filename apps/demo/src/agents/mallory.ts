/**
 * Mallory has a genuine key and one honest task in the ledger. Then she attacks, over the same HTTP interface as
 * everybody else, with nothing but that key and what anybody can read.
 */
import { executionContextField, executionContextMediaType } from 'wimse-ect'
import { createAgentApp } from '../agent-app.ts'
import type { AttackAnswer } from '../attacks/attack-answer.ts'
import { attacks, genuine, type Loot } from '../attacks/attack-list.ts'
import { type Captured, capture, forge } from '../attacks/forge.ts'
import { send } from '../http-client.ts'
import { identities } from '../identities.ts'
import { readEntries, recordAt } from '../ledger-client.ts'
import { log } from '../log.ts'
import { createWorkload } from '../workload.ts'

const workload = await createWorkload(identities.mallory)
const { key } = workload.issuer
const app = createAgentApp()

app.post('/tasks', async (c) => {
  await recordAt(workload.ledgerUrl, await forge(key, genuine(now())))
  return c.body(null)
})

app.post('/attacks', async (c) => {
  const { ledgerUrl } = workload
  if (ledgerUrl === undefined) throw new TypeError('there is no ledger to attack')
  const loot = await readLedger(ledgerUrl)
  const answers: AttackAnswer[] = []
  for (const { name, victim, forge } of attacks) {
    log({ event: 'did', text: name })
    const tokens = [await forge(loot)].flat()
    const response = victim === identities.ledger ? await sendToLedger(ledgerUrl, tokens) : await sendTo(victim, tokens)
    const { status, headers } = response
    answers.push({ name, status, headers: Object.fromEntries(headers), body: await response.text() })
  }
  return c.json(answers)
})

await workload.serve(app)

/** Picks from the ledger, which everybody may read, what can be of use. */
async function readLedger(ledgerUrl: string): Promise<Loot> {
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
function sendTo(agent: string, tokens: readonly string[]): Promise<Response> {
  const headers = { [executionContextField]: tokens.join(', ') }
  return send(workload.tasksOf(agent), { method: 'POST', headers })
}

/** Sends the body form as it is. */
function sendToLedger(ledgerUrl: string, tokens: readonly string[]): Promise<Response> {
  const headers = { 'content-type': executionContextMediaType }
  return send(`${ledgerUrl}/ects`, { method: 'POST', headers, body: tokens.join('\n') })
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
