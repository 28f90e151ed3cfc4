// A loader that gives TypeScript without its types. Node does so by itself, but only after every other loader, and that
// of jazzer.js, which marks the branches, takes JavaScript only.
import { readFile } from 'node:fs/promises'
import { type LoadHook, stripTypeScriptTypes } from 'node:module'

export const load: LoadHook = async (url, context, nextLoad) => {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context)
  const source = stripTypeScriptTypes(await readFile(new URL(url), 'utf8'))
  return { format: 'module', source, shortCircuit: true }
}
