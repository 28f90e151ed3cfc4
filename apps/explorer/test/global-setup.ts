import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { findChromium } from '../sample/open-browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built page. */
    page: string
    /** Path of the browser; absent when there is none. */
    chromium: string | undefined
  }
}

/** Builds the page once for all tests that open it, and says loudly when none of them can run. */
export default async function setup(project: TestProject): Promise<() => void> {
  const page = mkdtempSync(join(tmpdir(), 'ect-explorer-page-'))
  const chromium = findChromium()
  project.provide('page', page)
  project.provide('chromium', chromium)
  if (chromium === undefined) {
    console.warn(
      '\nNO CHROMIUM FOUND: the tests in a browser are SKIPPED. Install one, or name it in ECT_TEST_CHROMIUM.\n',
    )
  } else {
    await build({ root: join(import.meta.dirname, '..'), logLevel: 'warn', build: { outDir: page, emptyOutDir: true } })
  }
  return () => rmSync(page, { recursive: true, force: true })
}
