import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { EctError } from '@wimse-ect/claims'
import { expect, inject, it } from 'vitest'
import { createPostgresLedger, openPostgresLedgerReader, type PostgresLedgerReader } from '../src/index.ts'
import { onNewDatabase, onServer, type TestDatabase } from './on-new-database.ts'
import { until } from './postgres-server.ts'

const retryMs = 20

/** A database with two logs, to both of which a leader may be asked for. */
async function onLog(run: (on: TestDatabase) => Promise<void>): Promise<void> {
  await onNewDatabase(async (on) => {
    for (const name of ['audit', 'other']) await (await createPostgresLedger(on.url, { name })).close()
    await run(on)
  })
}

const leaders = `FROM pg_locks WHERE locktype = 'advisory' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** Ends the connection of whoever leads. */
const dismissal = `SELECT pg_terminate_backend(pid, 5000) ${leaders}`

/** A process that wants to lead until told otherwise, and what it says. */
class Candidate {
  readonly said: string[] = []
  readonly #end = new AbortController()
  readonly #reader: PostgresLedgerReader
  readonly #led: Promise<void>

  constructor(reader: PostgresLedgerReader) {
    this.#reader = reader
    const work = async (signal: AbortSignal): Promise<void> => {
      this.said.push('leads')
      await once(signal, 'abort')
      this.said.push('ends')
    }
    this.#led = reader.whileLeader(work, { signal: this.#end.signal, retryMs })
  }

  static async of(url: string, name = 'audit'): Promise<Candidate> {
    return new Candidate(await openPostgresLedgerReader(url, { name }))
  }

  get leads(): boolean {
    return this.said.at(-1) === 'leads'
  }

  async resign(): Promise<void> {
    this.#end.abort()
    await this.#led
    await this.#reader.close()
  }
}

it('of many who ask one leads; when he resigns, another does; each log has a leader of its own', () =>
  onLog(async ({ url }) => {
    const candidates = await Promise.all([1, 2, 3].map(() => Candidate.of(url)))
    const other = await Candidate.of(url, 'other')
    while (candidates.length > 0) {
      await until(() => candidates.some(({ leads }) => leads) && other.leads)
      await setTimeout(3 * retryMs)
      const present = candidates.filter(({ leads }) => leads)
      expect(present).toHaveLength(1)
      for (const leader of present) {
        await leader.resign()
        expect(leader.said).toEqual(['leads', 'ends'])
        candidates.splice(candidates.indexOf(leader), 1)
      }
    }
    await other.resign()
  }))

it('a leader whose connection is ended is told, and somebody leads again', () =>
  onLog(async ({ url, sql }) => {
    const [first, second] = [await Candidate.of(url), await Candidate.of(url)]
    for (let time = 0; time < 3; time++) {
      await until(() => first.leads || second.leads)
      const leader = first.leads ? first : second
      const saidBefore = leader.said.length
      await sql(dismissal)
      await until(() => leader.said.length > saidBefore)
      expect(leader.said[saidBefore]).toBe('ends')
    }
    await until(() => first.leads || second.leads)
    expect([first.leads, second.leads].filter((leads) => leads)).toHaveLength(1)
    await Promise.all([first.resign(), second.resign()])
  }))

it('a leader whose question is refused gives the lock back with the connection', () =>
  onLog(async ({ url, sql }) => {
    const reader = await openPostgresLedgerReader(url, { name: 'audit' })
    const end = new AbortController()
    let isLost = false
    const work = async (signal: AbortSignal): Promise<void> => {
      await Promise.all([once(signal, 'abort'), cancelUntil(() => isLost || signal.aborted)])
      isLost = true
      end.abort()
    }
    const cancelUntil = async (isOver: () => boolean): Promise<void> => {
      while (!isOver()) await sql(`SELECT pg_cancel_backend(pid) ${leaders}`)
    }
    await reader.whileLeader(work, { signal: end.signal, retryMs: 1 })
    expect(isLost).toBe(true)
    // The connection ends a moment after the answer; one that were used again would not end at all.
    await until(async () => {
      await reader.size()
      return (await sql(`SELECT pid ${leaders}`)).length === 0
    })
    await reader.close()
  }))

/** A process that says a line when it leads. */
function leadingProcess(url: string): ChildProcess {
  const program = join(import.meta.dirname, 'leader/leading-process.ts')
  const flags = ['--conditions=@wimse-ect/source', '--no-warnings']
  return spawn(process.execPath, [...flags, program, url], { stdio: ['ignore', 'pipe', 'inherit'] })
}

it('of several processes one leads; when it is killed, another takes over, and so on', () =>
  onLog(async ({ url }) => {
    const leading: ChildProcess[] = []
    const processes = [1, 2, 3].map(() => leadingProcess(url))
    for (const each of processes) {
      if (each.stdout !== null) createInterface(each.stdout).on('line', () => leading.push(each))
    }
    for (let time = 1; time <= processes.length; time++) {
      await until(() => leading.length >= time)
      await setTimeout(5 * retryMs)
      expect(leading).toHaveLength(time)
      const leader = leading[time - 1]
      leader?.kill('SIGKILL')
      if (leader !== undefined) await once(leader, 'close')
    }
    expect(new Set(leading).size).toBe(3)
  }))

it('work that ends on its own ends the waiting, and frees the place', () =>
  onLog(async ({ url }) => {
    const reader = await openPostgresLedgerReader(url, { name: 'audit' })
    let turns = 0
    const work = async (): Promise<void> => {
      turns += 1
    }
    await reader.whileLeader(work, { retryMs })
    await reader.whileLeader(work, { retryMs })
    expect(turns).toBe(2)
    await reader.close()
  }))

it('what the work throws is thrown; after a lost database it is asked to work again', () =>
  onLog(async ({ url, sql }) => {
    const reader = await openPostgresLedgerReader(url, { name: 'audit' })
    await expect(reader.whileLeader(() => Promise.reject(new RangeError('a mistake')))).rejects.toThrow(RangeError)
    const turns: string[] = []
    const work = async (signal: AbortSignal): Promise<void> => {
      turns.push('leads')
      if (turns.length === 1) throw new EctError('ECT_LEDGER_UNAVAILABLE')
      if (turns.length === 3) return
      await Promise.all([setTimeout(60_000, undefined, { signal }), sql(dismissal)])
    }
    await reader.whileLeader(work, { retryMs })
    expect(turns).toEqual(['leads', 'leads', 'leads'])
    await reader.close()
  }))

it('who cannot reach the database goes on asking until he is told to stop', () =>
  onLog(async ({ url, disconnectAll }) => {
    const allowConnections = (are: boolean): Promise<void> =>
      onServer(inject('postgresUrl'), `ALTER DATABASE ${new URL(url).pathname.slice(1)} ALLOW_CONNECTIONS ${are}`)
    const candidate = await Candidate.of(url)
    await until(() => candidate.leads)
    await allowConnections(false)
    await disconnectAll()
    await until(() => !candidate.leads)
    await setTimeout(3 * retryMs)
    expect(candidate.said).toEqual(['leads', 'ends'])
    await allowConnections(true)
    await until(() => candidate.leads)
    await candidate.resign()
    expect(candidate.said).toEqual(['leads', 'ends', 'leads', 'ends'])
  }))

it('who is told to stop before he leads never works', () =>
  onLog(async ({ url }) => {
    const candidates = await Promise.all([1, 2, 3, 4].map(() => Candidate.of(url)))
    await until(() => candidates.some(({ leads }) => leads))
    // All at once: the place becomes free while the others ask for it.
    await Promise.all(candidates.map((candidate) => candidate.resign()))
    const said = candidates.map((candidate) => candidate.said.join(' ')).sort()
    expect(said).toEqual(['', '', '', 'leads ends'])
    const reader = await openPostgresLedgerReader(url, { name: 'audit' })
    const end = AbortSignal.abort()
    await reader.whileLeader(() => Promise.reject(new RangeError('a mistake')), { signal: end })
    await reader.close()
  }))
