import {
  type EctError,
  executionContextMediaType,
  problemDetails,
  type Revision,
  readExecutionContextBody,
} from '@wimse-ect/claims'
import type { AppendResult } from '@wimse-ect/ledger'
import { isEctError } from 'wimse-ect'
import { jsonAnswer } from '../answers.ts'
import { HttpProblem, refusalResponse } from '../http-problem.ts'
import { readBody } from '../read-body.ts'
import { receiptsOf } from '../receipts.ts'
import type { Call, Service } from '../service.ts'

/** What became of one token. */
export type TokenResult =
  | { readonly ok: true; readonly sequence: number; readonly duplicate: boolean; readonly receipt?: string }
  | { readonly ok: false; readonly status: number; readonly title: string; readonly code?: string }

/**
 * Records tokens: verifies each, judges them against the ledger in their order, appends what passes in one batch, and
 * answers when it is durable [LEDGER-DURABLE-ACK]. A retry gets the first entry, also after `exp`
 * [RECORD-RETRY-AFTER-EXP].
 */
export async function postEcts(call: Call, service: Service): Promise<Response> {
  const tokens = await readTokens(call, service)
  const results = await record(tokens, service)
  const [only] = results
  if (results.length === 1 && only?.ok === false)
    return refusalResponse(only.error, call.peer, service.verifier.revisions)
  const answers = await answersFor(results, call, service)
  if (answers.length > 1) return jsonAnswer({ results: answers })
  return jsonAnswer(answers[0], only?.ok === true && !only.duplicate ? 201 : 200)
}

async function readTokens({ request }: Call, { limits }: Service): Promise<readonly string[]> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== executionContextMediaType) {
    throw new HttpProblem(415, { headers: { 'accept-post': executionContextMediaType } })
  }
  const { maxTokens, maxBodyBytes } = limits
  const tokens = readExecutionContextBody(await readBody(request, maxBodyBytes), { maxTokens, maxBodyBytes })
  if (tokens.length === 0) throw new HttpProblem(400, { detail: 'the body has no token' })
  return tokens
}

async function record(tokens: readonly string[], service: Service): Promise<readonly AppendResult[]> {
  const { verifier, watch } = service
  try {
    const results = await verifier.recordMany(tokens)
    if (results.some((result) => result.ok && !result.duplicate)) watch.wrote()
    count(results, service)
    return results
  } catch (error) {
    if (isEctError(error)) watch.failed(error)
    throw error
  }
}

function count(results: readonly AppendResult[], { metrics, watch, say }: Service): void {
  const entries = results.flatMap((result) => (result.ok ? [result] : []))
  const duplicates = entries.filter(({ duplicate }) => duplicate).length
  const appended = entries.length - duplicates
  const refused: Record<string, number> = {}
  for (const result of results) {
    if (result.ok) continue
    watch.failed(result.error)
    const { code } = result.error
    refused[code] = (refused[code] ?? 0) + 1
    metrics.refused(code)
  }
  metrics.recorded({ appended, duplicates })
  say('info', 'tokens', { appended, duplicates, refused })
}

async function answersFor(
  results: readonly AppendResult[],
  { peer }: Call,
  { ledger, verifier }: Service,
): Promise<readonly TokenResult[]> {
  const entries = results.flatMap((result) => (result.ok ? [result.entry] : []))
  const receipts = ledger.logKey === undefined ? [] : await receiptsOf(entries, ledger)
  const next = receipts.values()
  return results.map((result): TokenResult => {
    if (!result.ok) return refused(result.error, peer, verifier.revisions)
    const { value: receipt } = next.next()
    const { duplicate, entry } = result
    return { ok: true, sequence: entry.sequence, duplicate, ...(receipt === undefined ? {} : { receipt }) }
  })
}

function refused(error: EctError, peer: Call['peer'], revisions: readonly Revision[]): TokenResult {
  const { status, title, code } = problemDetails(error, peer, revisions)
  return { ok: false, status, title, ...(code === undefined ? {} : { code }) }
}
