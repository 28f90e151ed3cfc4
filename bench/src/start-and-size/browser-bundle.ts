import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const entry = '\0entry'

export interface BundleOptions {
  /** The program. Imports are resolved from this package. */
  readonly program: string
  readonly isMinified: boolean
}

/** A bundle for a browser, made from the sources: the portable paths are taken where there are two. */
export async function browserBundle({ program, isMinified }: BundleOptions): Promise<string> {
  const virtual: Plugin = {
    name: 'program',
    enforce: 'pre',
    resolveId: (source) => (source === entry ? fileURLToPath(new URL('entry.js', import.meta.url)) : undefined),
    load: (id) => (id.endsWith('/entry.js') ? program : undefined),
  }
  const result = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [virtual],
    resolve: { conditions: ['@wimse-ect/source', 'browser', 'module', 'import', 'default'] },
    build: {
      write: false,
      target: 'es2023',
      minify: isMinified,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        output: { codeSplitting: false },
      },
    },
  })
  if (!('output' in result)) throw new TypeError('a build that is not watched has one output')
  return result.output[0].code
}
