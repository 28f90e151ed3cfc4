import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { expect, it } from 'vitest'
import config from '../rolldown.config.ts'

it('what `ect verify` loads is one file, which imports nothing but Node', { timeout: 60_000 }, async () => {
  const { output, ...input } = config
  const bundle = await rolldown({ ...input, cwd: fileURLToPath(new URL('..', import.meta.url)) })
  const { output: files } = await bundle.generate(Array.isArray(output) ? output[0] : output)
  await bundle.close()
  const start = files.find(({ fileName }) => fileName === 'start.js')
  const imports = start?.type === 'chunk' ? start.imports : ['there is no such file']
  expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([])
})
