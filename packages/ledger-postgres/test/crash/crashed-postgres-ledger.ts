import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { generateNoteKey, noteSigner } from '@wimse-ect/ledger'
import pg from 'pg'
import type { CrashedLedger } from '../../../ledger/contract/crash/crash-rounds.ts'
import { createPostgresLedger, fsckPostgresLedger, openPostgresLedger } from '../../src/index.ts'
import type { PostgresServer } from '../postgres-server.ts'

const { signerKey, verifierKey } = generateNoteKey('ledger.example.com/audit')
const signer = noteSigner(signerKey)
const longestMs = 300

/**
 * A log whose writers, connections and server are killed in turn. After all but the first, both writers go on and send
 * again what they got no answer for.
 *
 * @param reports begin of the paths for what the writers say
 */
export async function crashedPostgresLedger(server: PostgresServer, reports: string): Promise<CrashedLedger> {
  const writersUrl = `${server.url}?application_name=writer`
  await (await createPostgresLedger(server.url, { signer })).close()
  const goOn = (): Promise<void> => setTimeout(Math.random() * longestMs)
  return {
    program: [join(import.meta.dirname, 'appending-process.ts'), writersUrl, signerKey],
    processes: 2,
    reports,
    strikes: [
      { name: 'SIGKILL of a writer', strike: ([writer]) => Promise.all([writer?.kill(), goOn()]) },
      { name: 'a connection is ended', strike: () => endConnection(server.url).then(goOn) },
      { name: 'SIGKILL of the server', strike: () => server.kill().then(server.start).then(goOn) },
      { name: 'SIGKILL of a backend', strike: () => killBackend(server.url).then(goOn) },
    ],
    logKey: verifierKey,
    open: () => onceUp(() => openPostgresLedger(server.url, { signer })),
    issues: () => fsckPostgresLedger(server.url),
  }
}

/** A backend of a writer, preferably one that is at work. */
const backend = `FROM pg_stat_activity WHERE application_name = 'writer' ORDER BY state = 'idle', random() LIMIT 1`

async function endConnection(url: string): Promise<void> {
  await rowsOf(url, `SELECT pg_terminate_backend(pid) FROM (SELECT pid ${backend}) AS one`)
}

/** The server then ends all its processes, and starts them anew from what is on its disk. */
async function killBackend(url: string): Promise<void> {
  const [row] = await rowsOf(url, `SELECT pid ${backend}`)
  // None while the writers are still starting.
  if (typeof row?.pid === 'number') process.kill(row.pid, 'SIGKILL')
}

async function rowsOf(url: string, statement: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client(url)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** A server that was killed is up again after a moment. */
async function onceUp<T>(open: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open()
    } catch (error) {
      if (attempt === 100) throw error
      await setTimeout(50)
    }
  }
}
