import { jsonAnswer, textAnswer } from '../answers.ts'
import { entryJson, pageAnswer } from '../entry-json.ts'
import { HttpProblem } from '../http-problem.ts'
import { Query, wholeNumber } from '../query.ts'
import { type Call, param, type Service } from '../service.ts'

/** Entries from a sequence on. */
export function getEntries({ url }: Call, { ledger }: Service): Promise<Response> {
  const query = new Query(url)
  return pageAnswer(ledger.entries(query.number('from') ?? 0), ledger, query)
}

/** The entry with a sequence. */
export async function getEntry(call: Call, { ledger }: Service): Promise<Response> {
  const entry = await ledger.getBySequence(wholeNumber(param(call, 'sequence'), 'sequence'))
  if (entry === undefined) throw new HttpProblem(404)
  return jsonAnswer(entryJson(entry, ledger.ids))
}

/** The receipt of an entry [PROOF-RECEIPT]. */
export async function getReceipt(call: Call, { ledger }: Service): Promise<Response> {
  const sequence = wholeNumber(param(call, 'sequence'), 'sequence')
  if (ledger.logKey === undefined) throw new HttpProblem(404, { detail: 'this ledger signs nothing' })
  return textAnswer(await ledger.receipt(sequence))
}

/** The entries with a task id; with `wid`, that of one workflow [LEDGER-LOOK-UP]. */
export async function getTask(call: Call, { ledger }: Service): Promise<Response> {
  const entries = await ledger.getByTaskId(param(call, 'taskId'), new Query(call.url).text('wid'))
  return jsonAnswer({ entries: entries.map((entry) => entryJson(entry, ledger.ids)) })
}

/** The entry of a token, by issuer and `jti`. */
export async function getToken({ url }: Call, { ledger }: Service): Promise<Response> {
  const query = new Query(url)
  const entry = await ledger.getByTokenId(query.requiredText('iss'), query.requiredText('jti'))
  if (entry === undefined) throw new HttpProblem(404)
  return jsonAnswer(entryJson(entry, ledger.ids))
}

/** The entries of a workflow. */
export function getWorkflow(call: Call, { ledger }: Service): Promise<Response> {
  const query = new Query(call.url)
  return pageAnswer(ledger.entriesOfWorkflow(param(call, 'wid'), query.number('from') ?? 0), ledger, query)
}

/** The entries of an agent. */
export function getAgent(call: Call, { ledger }: Service): Promise<Response> {
  const query = new Query(call.url)
  return pageAnswer(ledger.entriesOfAgent(param(call, 'agent'), query.number('from') ?? 0), ledger, query)
}
