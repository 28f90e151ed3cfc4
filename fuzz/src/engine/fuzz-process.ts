// Fuzzes one target in this process: fuzz-process.ts MODULE -- [options and folders of libFuzzer]. Its branches are
// watched, so nothing of the project may be loaded before jazzer.js is.
import { createRequire, register } from 'node:module'
import { loadAddon } from './load-addon.ts'

loadAddon()
register('./strip-types.ts', import.meta.url)
const jazzer = createRequire(import.meta.url)('@jazzer.js/core') as typeof import('@jazzer.js/core')

const { DefaultCLIOptions, CommandLineArguments } = jazzer.OptionSource
const options = new jazzer.OptionsManager(DefaultCLIOptions).merge(
  {
    fuzzTarget: new URL('./fuzz-target.ts', import.meta.url).href,
    fuzzerOptions: process.argv.slice(process.argv.indexOf('--') + 1),
    includes: ['/src/'],
    // The worker of the SQLite ledger has no counters; targets and engine are not what is tested.
    excludes: ['/node_modules/', '/fuzz/src/', '/ledger-sqlite/src/writer/'],
    // The command reads any file that its user names.
    disableBugDetectors: ['path-traversal', 'ssrf'],
    timeout: 10_000,
  },
  CommandLineArguments,
)
const { returnCode } = await jazzer.startFuzzing(options)
process.exit(returnCode)
