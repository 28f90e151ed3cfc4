// Writes to two instances of a service for some seconds: node writing-process.ts <settings as JSON>.
import { createHash, createPrivateKey, randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type Actor, signedToken } from '../../../ledger/contract/tokens.ts'
import { postTokens } from '../test-service.ts'
import type { Report, WritingSettings } from './protocol.ts'

const { urls, agent, kid, privateKey, seconds }: WritingSettings = JSON.parse(process.argv[2] ?? '')
const actor: Actor = { agent, kid, privateKey: createPrivateKey(privateKey) }
const end = Date.now() + seconds * 1000
let turn = Math.floor(Math.random() * urls.length)

while (Date.now() < end) await writeWorkflow()

/** One to ten tasks, each of which follows from the one before, in one request. */
async function writeWorkflow(): Promise<void> {
  const wid = randomUUID()
  let par: string[] = []
  const tokens = Array.from({ length: 1 + Math.floor(Math.random() * 10) }, () => {
    const [tid, iat] = [randomUUID(), Math.floor(Date.now() / 1000)]
    const token = signedToken({ wid, tid, jti: randomUUID(), par, iat, exp: iat + 600 }, actor)
    par = [tid]
    return token
  })
  const startedAt = performance.now()
  for (let attempts = 1; ; attempts++) {
    const attemptedAt = performance.now()
    const acknowledged = await send(tokens)
    const now = performance.now()
    if (acknowledged !== undefined) {
      const hashes = tokens.map((token) => createHash('sha256').update(token).digest('base64url'))
      say({ acknowledged, hashes, answerMs: now - attemptedAt, totalMs: now - startedAt, attempts })
      return
    }
    turn += 1
    await setTimeout(50)
  }
}

/** The sequences; nothing when there was no answer, or one that asks to try again. */
async function send(tokens: readonly string[]): Promise<readonly number[] | undefined> {
  const url = urls[turn % urls.length] ?? ''
  const answer = await postTokens(url, tokens, { connection: 'keep-alive' }).catch(() => undefined)
  const body = await answer?.json().catch(() => undefined)
  if (answer === undefined || body === undefined || answer.status === 503) return undefined
  const results: { ok: boolean; sequence?: number; status?: number; code?: string }[] = body.results ?? [body]
  const sequences = results.flatMap(({ sequence }) => sequence ?? [])
  if (sequences.length === tokens.length) return sequences
  if (!results.some(({ status }) => status === 503)) say({ problem: `refused: ${JSON.stringify(results)}` })
  return undefined
}

function say(report: Report): void {
  console.log(JSON.stringify(report))
}
