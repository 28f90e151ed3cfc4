/**
 * The vitest configuration of every package: tests run on the TypeScript sources and leave a report for
 * scripts/sum-tests.ts.
 */
import { fileURLToPath } from 'node:url'
import type { ViteUserConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Makes workspace packages resolve to `src`, so that no test needs a build. */
const source = '@wimse-ect/source'

/**
 * Else as Node resolves: not `module`, which it does not know, nor `import`, which is not for what a CommonJS file
 * requires.
 */
const conditions = [source, 'node', 'default']

/** In a mutation run one failed test is enough: first what failed for the mutant before, then what is quick. */
class LikelyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((one, other) => this.#cost(one) - this.#cost(other))
  }

  #cost(file: TestSpecification): number {
    const last = this.ctx.cache.getTestSpecificationResult(file)
    return last?.failed === true ? -1 : (last?.duration ?? 0)
  }
}

const isMutationRun = process.env.STRYKER_MUTATOR_WORKER !== undefined

export const sharedConfig: ViteUserConfig = {
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    // A package may have no test yet; sum-tests.ts refuses one whose test folder yields none.
    passWithNoTests: true,
    // Long enough for a property test, or for starting a process, on a busy machine; what hangs is still found. Under
    // many mutants a test hangs.
    testTimeout: isMutationRun ? 20_000 : 60_000,
    hookTimeout: 60_000,
    sequence: isMutationRun ? { sequencer: LikelyFirst } : {},
    setupFiles: isMutationRun ? [fileURLToPath(new URL('vitest.mutation.ts', import.meta.url))] : [],
    // A test that asserts nothing cannot fail, so it fails.
    expect: { requireAssertions: true },
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/vitest.json' },
  },
}

/**
 * The same where no test replaces a module: in a mutation run the files then share what they import, which would
 * otherwise take most of the time.
 */
export const sharedModulesConfig: ViteUserConfig = {
  ...sharedConfig,
  test: { ...sharedConfig.test, isolate: !isMutationRun },
}
