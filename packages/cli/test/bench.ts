import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { CompleteJwk, Signer } from '@wimse-ect/signing'
import { generateKey, signEct } from '@wimse-ect/signing'
import { onTestFinished } from 'vitest'

const main = join(import.meta.dirname, '../src/main.ts')
/** The ledger of the tests. */
export const audience = 'spiffe://example.com/system/ledger'

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** How the command is run. */
export interface RunOptions {
  readonly input?: string | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Flags of Node. */
  readonly node?: readonly string[] | undefined
}

/** An empty folder in which somebody uses the command; it is removed after the test. */
export class Bench {
  readonly folder: string

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'ect-cli-'))
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }))
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content)
    return name
  }

  /** Runs the command from the sources, to its end. */
  async ect(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    const child = this.start(args, options)
    child.stdin.on('error', () => undefined).end(options.input ?? '')
    return ended(child)
  }

  /** Starts it. */
  start(args: readonly string[], { env = {}, node = [] }: RunOptions = {}): ChildProcessWithoutNullStreams {
    const { PATH = '', ECT_TEST_POSTGRES_URL: _, ...rest } = process.env
    const clean = Object.fromEntries(Object.entries(rest).filter(([name]) => !/^(?:ECT_|XDG_|NODE_OPTIONS)/.test(name)))
    const own = { ...clean, PATH, HOME: this.folder, NO_COLOR: '' }
    return spawn(process.execPath, ['--conditions=@wimse-ect/source', ...node, main, ...args], {
      cwd: this.folder,
      env: { ...own, ...env },
    })
  }
}

/** Waits for the end of a process. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const closed = new Promise<Pick<Ended, 'code' | 'signal'>>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const [stdout, stderr, how] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { ...how, stdout, stderr }
}

/** An agent with a key. */
export interface Agent {
  readonly id: string
  readonly key: Signer
  readonly publicJwk: CompleteJwk
  /** Signs a task: a root of no workflow for the ledger, unless the claims say otherwise. */
  sign(claims?: Readonly<Record<string, unknown>>, options?: { readonly now?: number }): Promise<string>
}

/** Makes agents with these names, and writes their key set to `jwks.json`. */
export async function agents<Name extends string>(
  bench: Bench,
  ...names: readonly Name[]
): Promise<Record<Name, Agent>> {
  const all = await Promise.all(names.map(async (name) => [name, await agentOf(name)] as const))
  bench.write('jwks.json', JSON.stringify({ keys: all.map(([, { publicJwk }]) => publicJwk) }))
  return Object.fromEntries(all) as Record<Name, Agent>
}

async function agentOf(name: string): Promise<Agent> {
  const id = `spiffe://example.com/agent/${name}`
  const { privateKey: key, publicJwk } = await generateKey({ kid: `${name}-key`, subject: id })
  const root = { iss: id, aud: audience, exec_act: 'review_spec', par: [], pol: 'policy_v1' } as const
  return {
    id,
    key,
    publicJwk,
    sign: (claims = {}, options = {}) => signEct({ ...root, pol_decision: 'approved', ...claims }, { key, ...options }),
  }
}

/** The options by which tokens of {@link agents} are judged. */
export const judging: readonly string[] = ['--keys', 'jwks.json', '--audience', audience]

/** The last line of an output, as JSON. */
export function lastJson(output: string): unknown {
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '')
}

/** Every line of an output, as JSON. */
export function jsonLines(output: string): readonly Readonly<Record<string, unknown>>[] {
  return output
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
