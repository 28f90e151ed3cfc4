import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

/** A demo that runs as a process, in a process group of its own. */
export interface StartedDemo {
  readonly process: ChildProcess
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
  /** Resolves to standard output once the pattern is in it. */
  printed(pattern: RegExp): Promise<string>
}

const root = mkdtempSync(join(tmpdir(), 'ect-demo-'))
afterAll(() => rm(root, { recursive: true, force: true }))

/** A new folder for the files of a test; gone when the tests of the file are done. */
export function temporaryFolder(): string {
  return mkdtempSync(join(root, 'out-'))
}

/** Starts the demo, or another program beside these tests, with its output in pipes. */
export function startDemo(args: readonly string[], program = '../src/main.ts'): StartedDemo {
  const path = fileURLToPath(new URL(program, import.meta.url))
  const process_ = spawn(process.execPath, ['--conditions=@wimse-ect/source', path, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The many processes compile the same files.
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'compile-cache') },
  })
  const output = { stdout: '', stderr: '' }
  process_.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
  process_.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  return {
    process: process_,
    ended: once(process_, 'close').then(() => ({ code: process_.exitCode, ...output })),
    printed: async (pattern) => {
      while (!pattern.test(output.stdout)) await once(process_.stdout, 'data')
      return output.stdout
    },
  }
}

/** True while any process of the demo's group is left. */
export function isAnyoneLeft({ process: { pid } }: StartedDemo): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(-pid, 0)
  } catch {
    return false
  }
}
