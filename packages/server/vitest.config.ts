import { defineConfig, mergeConfig } from 'vitest/config'
import { sharedConfig } from '../../vitest.shared.ts'

const config: ReturnType<typeof defineConfig> = mergeConfig(
  sharedConfig,
  defineConfig({ test: { globalSetup: '../ledger-postgres/test/global-setup.ts' } }),
)
export default config
