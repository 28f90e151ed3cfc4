import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { BenchResult, Effort } from './bench-result.ts'

const child = fileURLToPath(new URL('run-apart-child.ts', import.meta.url))

/** Runs a bench in a process of its own, so that none finds what another one has left in the heap and the compiler. */
export function runApart(name: string, effort: Effort): Promise<BenchResult> {
  return new Promise((resolve, reject) => {
    let result: BenchResult | undefined
    const running = fork(child, [name, JSON.stringify(effort)])
    running.on('message', (message) => {
      if (isResult(message)) result = message
    })
    running.on('error', reject)
    running.on('exit', (code) => {
      if (code === 0 && result !== undefined) resolve(result)
      else reject(new Error(`the bench ${name} ended with ${code}`))
    })
  })
}

/** The other side is our own: it is enough to tell a result from none. */
function isResult(message: unknown): message is BenchResult {
  return typeof message === 'object' && message !== null && 'figures' in message
}
