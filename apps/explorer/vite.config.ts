import { defineConfig, type UserConfig } from 'vite'

/**
 * Builds the page from the sources of the packages into `dist`: one script and one style, so that the offline copy can
 * carry both.
 */
const config: UserConfig = defineConfig({
  base: './',
  resolve: { conditions: ['@wimse-ect/source', 'browser', 'module', 'import', 'default'] },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: false } },
  },
})
export default config
