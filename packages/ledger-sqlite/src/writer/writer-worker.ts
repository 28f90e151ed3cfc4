// The thread that writes. It imports nothing but Node and its neighbours, so that it starts fast and from the sources too.
import { parentPort } from 'node:worker_threads'
import type { WriterAnswer, WriterFailure, WriterRequest } from './messages.ts'
import { WriterDatabase } from './writer-database.ts'

let database: WriterDatabase | undefined
parentPort?.on('message', (request: WriterRequest) => parentPort?.postMessage(answerTo(request)))

function answerTo(request: WriterRequest): WriterAnswer {
  try {
    return { ok: true, size: carryOut(request) }
  } catch (error) {
    return { ok: false, failure: failureOf(error) }
  }
}

function carryOut(request: WriterRequest): number | undefined {
  if (request.verb === 'open') database = new WriterDatabase(request.settings)
  else if (request.verb === 'begin') return database?.begin()
  else if (request.verb === 'commit') database?.commit(request.batch)
  else if (request.verb === 'rollback') database?.rollback()
  else database?.close()
  return undefined
}

function failureOf(error: unknown): WriterFailure {
  if (!(error instanceof Error)) return { message: 'unknown' }
  const { errcode, reason } = error as { errcode?: number; reason?: string }
  return { message: error.message, errcode, reason }
}
