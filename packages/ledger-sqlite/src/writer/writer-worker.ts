// The thread that writes. It imports nothing but Node and its neighbours, so that it starts fast and from the sources
// too.
import { parentPort } from 'node:worker_threads'
import type { WriterAnswer, WriterFailure, WriterRequest } from './messages.ts'
import type { Moved } from './rows.ts'
import { WriterDatabase } from './writer-database.ts'

let database: WriterDatabase | undefined
parentPort?.on('message', (request: WriterRequest) => {
  if (request.verb === 'insert') database?.insert(request.size, request.rows)
  else parentPort?.postMessage(answerTo(request))
})

type AskedRequest = Exclude<WriterRequest, { readonly verb: 'insert' }>

function answerTo(request: AskedRequest): WriterAnswer {
  try {
    return { ok: true, moved: carryOut(request) }
  } catch (error) {
    return { ok: false, failure: failureOf(error) }
  }
}

function carryOut(request: AskedRequest): Moved | undefined {
  if (request.verb === 'commit') return database?.commit(request.size, request.rows, request.end)
  if (request.verb === 'open') database = new WriterDatabase(request.settings)
  else if (request.verb === 'rollback') database?.rollback()
  else database?.close()
  return undefined
}

function failureOf(error: unknown): WriterFailure {
  if (!(error instanceof Error)) return { message: 'unknown' }
  const { errcode, reason } = error as { errcode?: number; reason?: string }
  return { message: error.message, errcode, reason }
}
