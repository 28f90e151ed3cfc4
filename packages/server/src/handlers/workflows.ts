import { jsonAnswer } from '../answers.ts'
import { HttpProblem } from '../http-problem.ts'
import { Query } from '../query.ts'
import type { Call, Service } from '../service.ts'

/** The workflows, the one that was written to last first. The cursor is the sequence before which the next ones end. */
export async function getWorkflows({ url }: Call, { workflows }: Service): Promise<Response> {
  const query = new Query(url)
  const { workflows: found, next } = await workflows.page({
    agent: query.text('agent'),
    action: query.text('action'),
    decision: query.text('decision') === undefined ? undefined : query.oneOf('decision', decisions),
    since: query.number('since'),
    until: query.number('until'),
    q: query.text('q'),
    before: cursorIn(query),
    limit: query.limit(),
  })
  return jsonAnswer(next === undefined ? { workflows: found } : { workflows: found, next: String(next) })
}

const decisions = ['approved', 'rejected', 'pending_human_review'] as const

function cursorIn(query: Query): number | undefined {
  const before = query.number('cursor')
  if (before === 0) throw new HttpProblem(400, { detail: 'cursor is none that was given' })
  return before
}
