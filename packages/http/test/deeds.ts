import type { Execution, TaskClaims } from '../src/index.ts'

/** What a handler of any framework answers with. */
export interface Answer {
  readonly status?: number
  readonly type: string
  readonly body: string | AsyncIterable<Uint8Array>
}

export type Deed = (execution: Execution, url: URL) => Answer | Promise<Answer>

/** What bob says that he did. */
export const task: TaskClaims = { exec_act: 'implement_module', pol: 'policy_v2', pol_decision: 'approved' }

/** Text with characters of several bytes, long enough to be compressed. */
export const longText: string = 'näch­ste Zeile — '.repeat(500)

/** A stream that is held open until it is let go. */
export const held: { letGo: () => void; ended: Promise<void> } = { letGo: () => {}, ended: Promise.resolve() }

/** The chunks of the stream `/stream`. */
export const chunks: readonly string[] = ['data: eins\n\n', 'data: zwö\n\n', 'data: drei\n\n']

/** What the servers of the suite do, by path. */
export const deeds: Readonly<Record<string, Deed>> = {
  '/parents': async (execution, url) => {
    const wait = Number(url.searchParams.get('wait') ?? 0)
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    execution.issueChild(task)
    const parents = execution.subjects.map(({ task: { taskId } }) => taskId)
    return { type: 'application/json', body: JSON.stringify({ parents, supporting: execution.supporting.length }) }
  },
  '/open': (execution) => ({ type: 'text/plain', body: `${execution.subjects.length} subjects` }),
  '/long': (execution) => {
    execution.issueChild(task)
    return { type: 'text/plain; charset=utf-8', body: longText }
  },
  '/nothing': (execution) => {
    execution.issueChild(task)
    return { status: 204, type: 'text/plain', body: '' }
  },
  '/stream': (execution) => ({ type: 'text/event-stream', body: streamOf(execution, task) }),
  '/stream-without-child': () => ({ type: 'text/event-stream', body: texts(chunks) }),
  '/held': (execution) => ({ type: 'text/event-stream', body: heldStream(execution) }),
  '/throw': (execution) => {
    execution.issueChild(task)
    throw new Error('the database said s3cr3t')
  },
  '/not-found': (execution) => {
    execution.issueChild(task)
    return { status: 404, type: 'text/plain', body: 'no such thing' }
  },
  '/rejected': (execution) => {
    execution.issueChild({ ...task, pol_decision: 'rejected' })
    return { status: 403, type: 'text/plain', body: 'the policy says no' }
  },
  '/large': (execution) => ({ type: 'text/event-stream', body: largeStream(execution) }),
  '/rejected-and-broken': (execution) => {
    execution.issueChild({ ...task, pol_decision: 'rejected' })
    return { status: 500, type: 'text/plain', body: 'broken' }
  },
  '/broken-stream': (execution) => ({ type: 'text/event-stream', body: brokenStream(execution) }),
}

async function* texts(all: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of all) yield new TextEncoder().encode(text)
}

/** The work goes on while it is sent, and its last event names the task. */
async function* streamOf(execution: Execution, claims: TaskClaims): AsyncGenerator<Uint8Array> {
  yield* texts(chunks)
  const { taskId } = execution.issueChild(claims)
  yield* texts([`event: done\ndata: ${taskId}\n\n`])
}

async function* heldStream(execution: Execution): AsyncGenerator<Uint8Array> {
  execution.issueChild(task)
  const go = new Promise<void>((resolve) => {
    held.letGo = resolve
  })
  let end = (): void => {}
  held.ended = new Promise((resolve) => {
    end = resolve
  })
  try {
    yield* texts(['data: one\n\n'])
    await go
    yield* texts(['data: two\n\n'])
  } finally {
    end()
  }
}

/** More than fits between two sockets. */
async function* largeStream(execution: Execution): AsyncGenerator<Uint8Array> {
  execution.issueChild(task)
  yield new Uint8Array(30_000_000)
}

async function* brokenStream(execution: Execution): AsyncGenerator<Uint8Array> {
  execution.issueChild(task)
  yield* texts(['data: one\n\n'])
  throw new Error('the source broke off')
}
