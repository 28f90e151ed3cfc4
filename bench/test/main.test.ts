import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { benches } from '../src/benches.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

function bench(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const node = ['--conditions=@wimse-ect/source', '--disable-warning=ExperimentalWarning', main, ...args]
  return spawnSync(process.execPath, node, { env: { ...process.env, ...env }, encoding: 'utf8' })
}

it('an unknown bench is wrong use, and the names of all are told', () => {
  const { status, stderr } = bench(['nothing'])
  expect(status).toBe(2)
  expect(stderr).toContain(Object.keys(benches).join(' '))
})

it('a bench that breaks off is told, and the run ends with 1', () => {
  const { status, stderr } = bench(['fsck', '--share', '0.0001', '--repetitions', '1'], { TMPDIR: '/nowhere' })
  expect(status).toBe(1)
  expect(stderr).toContain('the bench fsck ended with 1')
})
