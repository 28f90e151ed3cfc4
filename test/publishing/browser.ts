/** A browser as far as a package can tell: a bundler for the web, and a context that has the web platform only. */
import { isBuiltin } from 'node:module'
import { createContext, runInContext } from 'node:vm'
import { build, type Plugin } from 'vite'

const refuseNode: Plugin = {
  name: 'refuse-node',
  enforce: 'pre',
  resolveId(source, importer) {
    if (isBuiltin(source)) throw new Error(`${importer} imports ${source}`)
  },
}

/** Bundles an entry, given as in an import, into one module; rejects when it needs a module of Node. */
export async function bundleForBrowser(folder: string, entry: string): Promise<string> {
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [refuseNode],
    build: { write: false, target: 'es2023', rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' } },
  })
  if (!('output' in result)) throw new TypeError('a build that is not watched has one output')
  return result.output[0].code
}

/** What pages and workers have. Bytes are of one realm, as in a browser; a context would bring its own. */
const webPlatform = {
  AbortController,
  AbortSignal,
  ArrayBuffer,
  atob,
  btoa,
  clearTimeout,
  crypto,
  CryptoKey,
  fetch,
  Headers,
  Response,
  setTimeout,
  structuredClone,
  TextDecoder,
  TextEncoder,
  Uint8Array,
  URL,
}

/** Runs a bundle that exports nothing to its end; resolves to the lines that it wrote to the console. */
export async function runInBareContext(bundle: string): Promise<readonly string[]> {
  const lines: string[] = []
  const console = { log: (line: string) => lines.push(line) }
  // As a function: only modules may await at their top level, and contexts run modules only behind a flag of Node.
  await runInContext(`(async () => {${bundle}})()`, createContext({ ...webPlatform, console }))
  return lines
}
