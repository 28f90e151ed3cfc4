import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as umbrella from 'wimse-ect'

const folder = join(import.meta.dirname, '..')
const root = join(folder, '..')

/** Runs a TypeScript program in this folder, on the sources of the packages, and returns what it prints. */
function run(file: string): string {
  return execFileSync(process.execPath, ['--conditions=@wimse-ect/source', file], { cwd: folder, encoding: 'utf8' })
}

/** The TypeScript of a Markdown text, all blocks in one. */
function programOf(markdown: string): string {
  return [...markdown.matchAll(/^```ts\n(?<code>.*?)^```$/gms)].map((block) => block.groups?.code).join('\n')
}

describe('the quickstart', () => {
  it('runs and records one task', () => {
    expect(run('quickstart.ts')).toMatch(
      /^spiffe:\/\/example\.com\/agent\/a did review_spec: entry 0, task [0-9a-f-]{36}\n$/,
    )
  })

  it('is what the README shows', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    expect(programOf(readme)).toBe(readFileSync(join(folder, 'quickstart.ts'), 'utf8'))
  })
})

describe('docs/from-the-go-reference.md', () => {
  const page = readFileSync(join(root, 'docs/from-the-go-reference.md'), 'utf8')
  const exported = new Map<string, unknown>(Object.entries(umbrella))

  it('[GO-SIDE-BY-SIDE] [GO-TYPES] [GO-CREATE] [GO-VERIFY] [GO-LEDGER] is a program that prints what its comments say', () => {
    const program = join(folder, 'from-the-go-reference.generated.ts')
    writeFileSync(program, programOf(page))
    try {
      expect(run(program).split('\n')).toEqual([
        'agent-a-key',
        'approved 550e8400-e29b-41d4-a716-446655440001',
        "[ { taskId: '550e8400-e29b-41d4-a716-446655440001', sequence: 0 } ]",
        'ECT_DAG_PARENT_MISSING par[0]',
        'task-001',
        '',
      ])
    } finally {
      rmSync(program)
    }
  })

  it.each([
    'generateKey',
    'signEct',
    'decodeEct',
    'createVerifier',
    'verifyEct',
    'jwksKeys',
    'remoteJwksKeys',
    'witKeys',
    'admit',
    'MemoryLedger',
  ])('[GO-DAG] [GO-SIDE-BY-SIDE] names %s, and the umbrella exports it', (name) => {
    expect(page).toContain(`\`${name}`)
    expect(exported.get(name)).toBeTypeOf('function')
  })
})
