import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { publicPackages, root } from '../scripts/workspace.ts'

test('a dry run of a release shows the version, size and files of every public package', { timeout: 60_000 }, () => {
  const options = { cwd: root, encoding: 'utf8', stdio: 'pipe' } as const
  const lines = execFileSync('node', ['scripts/release.ts', '--dry-run'], options).trimEnd().split('\n')

  const heads = lines.filter((line) => !line.startsWith('  '))
  const expected = publicPackages().map(({ manifest }) => `${manifest.name} ${manifest.version}`)
  expect(heads.map((line) => line.replace(/ {2}\d+ bytes, \d+ files$/, ''))).toEqual(expected)

  const counts = heads.map((line) => Number(/(\d+) files$/.exec(line)?.[1]))
  const files = lines.filter((line) => line.startsWith('  ')).map((line) => line.trim())
  expect(counts.reduce((sum, count) => sum + count)).toBe(files.length)
  expect(files.filter((file) => ['dist/index.js', 'dist/main.js'].includes(file))).toHaveLength(expected.length)
  expect(files.filter((file) => file.startsWith('test/'))).toEqual([])
})
