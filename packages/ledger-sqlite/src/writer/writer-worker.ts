// The thread that writes. It imports nothing but Node and its neighbours, so that it starts fast and from the sources
// too.
import { parentPort } from 'node:worker_threads'
import type { WriterAnswer, WriterFailure, WriterRequest } from './messages.ts'
import { WriterDatabase } from './writer-database.ts'

let database: WriterDatabase | undefined
parentPort?.on('message', (request: WriterRequest) => {
  if (request.verb === 'insert') database?.insert(request.size, request.rows)
  else parentPort?.postMessage(answerTo(request))
})

type AskedRequest = Exclude<WriterRequest, { readonly verb: 'insert' }>

function answerTo(request: AskedRequest): WriterAnswer {
  try {
    carryOut(request)
    return { ok: true }
  } catch (error) {
    return { ok: false, failure: failureOf(error) }
  }
}

function carryOut(request: AskedRequest): void {
  if (request.verb === 'commit') database?.commit(request.size, request.rows, request.end)
  else if (request.verb === 'rollback') database?.rollback()
  else if (request.verb === 'close') database?.close()
  else {
    database = new WriterDatabase(request.settings)
    enterKeys(database)
  }
}

/** A piece at a time, between requests. What cannot be read is for others to find: without the filter, all is looked up. */
function enterKeys(database: WriterDatabase): void {
  try {
    if (!database.enterKeys()) setImmediate(enterKeys, database)
  } catch {
    // The filter stays incomplete.
  }
}

function failureOf(error: unknown): WriterFailure {
  if (!(error instanceof Error)) return { message: 'unknown' }
  const { errcode, reason } = error as { errcode?: number; reason?: string }
  return { message: error.message, errcode, reason }
}
