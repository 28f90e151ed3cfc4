import type { RolldownOptions } from 'rolldown'

/** What every verb needs of the layers; none of it imports jose. All else is imported from where it is installed. */
const carried = [
  '@wimse-ect/claims',
  '@wimse-ect/claims/envelope',
  '@wimse-ect/verification/key-set',
  '@wimse-ect/verification/verifier',
]

/**
 * Builds the command from the sources. All that `ect verify` loads is one file, since most of its time was spent on
 * finding and reading one for each source. Every other verb has a file of its own. See docs/decisions/cli-start.md.
 */
const config: RolldownOptions = {
  input: ['./src/main.ts', './src/conformance-adapter.ts'],
  platform: 'node',
  // Bare names are of packages and of Node; `#names` and paths are of files that belong to what is bundled.
  external: (id, _importer, isResolved) => !isResolved && /^[@a-z]/.test(id) && !carried.includes(id),
  resolve: { conditionNames: ['@wimse-ect/source', 'node', 'import', 'default'] },
  output: {
    cleanDir: true,
    chunkFileNames: '[name].js',
    sourcemap: true,
    codeSplitting: { groups: [{ name: 'start', test: /cli\/src\/(run-command-line|verbs\/verify)\.ts$/ }] },
  },
}
export default config
