import { createHash, generateKeyPairSync } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { fsckPostgresLedger, openPostgresLedgerReader } from '@wimse-ect/ledger-postgres'
import { type PostgresServer, startPostgres } from '../../../ledger-postgres/test/postgres-server.ts'
import { type ServingProcess, startServing } from '../processes/start-serving.ts'
import { publicJwk, signerKey } from '../test-service.ts'
import { percentiles } from './percentiles.ts'
import type { Report } from './protocol.ts'
import { startWriting } from './start-writing.ts'

/** What came of a run. */
export interface LoadSummary {
  readonly seconds: number
  readonly clients: number
  /** Tokens that were acknowledged. */
  readonly acknowledged: number
  /** Requests that acknowledged them. */
  readonly requests: number
  /** Requests that needed more than one attempt. */
  readonly repeated: number
  /** Of the answer that acknowledged, in milliseconds. */
  readonly answerMs: Readonly<Record<string, number>>
  /** From the first attempt to that answer, in milliseconds. */
  readonly totalMs: Readonly<Record<string, number>>
  /** In words, everything that is not as it has to be. */
  readonly problems: readonly string[]
}

const limits = { requestsPerSecond: 1_000_000, requestBurst: 1_000_000 }

/**
 * Lets clients write through two instances over one log, kills one instance and then PostgreSQL, starts both again, and
 * compares what is in the log with what was acknowledged.
 */
export async function loadRun(seconds: number, clients: number): Promise<LoadSummary> {
  const database = await startPostgres()
  const actors = Array.from({ length: clients }, (_, at) => ({
    agent: `spiffe://example.com/agent/client-${at}`,
    kid: `client-${at}`,
    privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  }))
  const settings = { ledger: database.url, signerKey, keys: { keys: actors.map(publicJwk) }, limits }
  const instances = [await startServing(settings), await startServing(settings)]
  try {
    const urls = instances.map(({ url }) => url)
    const writing = actors.map(({ agent, kid, privateKey }) => {
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      return startWriting({ urls, agent, kid, privateKey: pem, seconds })
    })
    await disturb(seconds, database, instances, settings)
    const reports = (await Promise.all(writing)).flat()
    const problems = [...reports.flatMap((each) => ('problem' in each ? [each.problem] : []))]
    for (const instance of instances.splice(0)) {
      if ((await instance.end('SIGTERM')) !== 0) problems.push('an instance did not end in good order')
    }
    problems.push(...(await judge(reports, database.url)))
    return { seconds, clients, ...figures(reports), problems }
  } finally {
    for (const instance of instances) await instance.end('SIGKILL')
    await database.remove()
  }
}

/** Kills an instance after a third of the time, and PostgreSQL after two. */
async function disturb(
  seconds: number,
  database: PostgresServer,
  instances: ServingProcess[],
  settings: Parameters<typeof startServing>[0],
): Promise<void> {
  await setTimeout((seconds * 1000) / 3)
  const [killed] = instances
  if (killed === undefined) return
  await killed.end('SIGKILL')
  await setTimeout(500)
  instances[0] = await startServing({ ...settings, port: Number(new URL(killed.url).port) })
  await setTimeout((seconds * 1000) / 3)
  await database.kill()
  await setTimeout(500)
  await database.start()
}

/** Every acknowledged token has to be at its sequence, no token twice, and nothing else in the log. */
async function judge(reports: readonly Report[], url: string): Promise<readonly string[]> {
  const problems: string[] = []
  const acknowledged = new Map<number, string>()
  for (const report of reports) {
    if ('problem' in report) continue
    for (const [at, sequence] of report.acknowledged.entries()) {
      if (acknowledged.has(sequence)) problems.push(`${sequence} was acknowledged for two tokens`)
      acknowledged.set(sequence, report.hashes[at] ?? '')
    }
  }
  const seen = new Set<string>()
  const reader = await openPostgresLedgerReader(url)
  for await (const { sequence, compact } of reader.entries()) {
    const hash = createHash('sha256').update(compact).digest('base64url')
    if (seen.has(hash)) problems.push(`the token of ${sequence} is there twice`)
    seen.add(hash)
    if (acknowledged.get(sequence) !== hash) problems.push(`${sequence} is not what was acknowledged`)
    acknowledged.delete(sequence)
  }
  await reader.close()
  for (const sequence of acknowledged.keys()) problems.push(`acknowledged entry ${sequence} is lost`)
  for await (const { kind, sequence } of fsckPostgresLedger(url)) problems.push(`fsck: ${kind} ${sequence}`)
  return problems
}

function figures(reports: readonly Report[]) {
  const answered = reports.flatMap((report) => ('problem' in report ? [] : [report]))
  return {
    acknowledged: answered.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
    requests: answered.length,
    repeated: answered.filter(({ attempts }) => attempts > 1).length,
    answerMs: percentiles(answered.map(({ answerMs }) => answerMs)),
    totalMs: percentiles(answered.map(({ totalMs }) => totalMs)),
  }
}
