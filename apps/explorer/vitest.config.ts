import { defineConfig, mergeConfig } from 'vitest/config'
import { sharedConfig } from '../../vitest.shared.ts'

const config: ReturnType<typeof defineConfig> = mergeConfig(
  sharedConfig,
  // Each file of browser tests has a Chromium of its own: one after the other, so that none waits for the machine.
  defineConfig({ test: { globalSetup: 'test/global-setup.ts', fileParallelism: false, hookTimeout: 60_000 } }),
)
export default config
