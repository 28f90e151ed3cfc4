import { gzipSync } from 'node:zlib'
import type { BenchResult } from '../bench-result.ts'
import { spreadOf } from '../spread.ts'
import { browserBundle } from './browser-bundle.ts'

const program = "export { createVerifier } from '@wimse-ect/verification'"
const kilobyte = 1000

/** What a page has to load in order to verify tokens. Nothing is timed, so once is enough. */
export async function benchBrowserSize(): Promise<BenchResult> {
  const { minified, gzipped } = sizesOf(await browserBundle({ program, isMinified: true }))
  const row = (label: string, bytes: number) => ({ label, value: spreadOf([bytes / kilobyte]), unit: 'kB', digits: 2 })
  return {
    title: 'Size in a browser',
    about: `A module that exports createVerifier of @wimse-ect/verification and nothing else, bundled by Vite from
      the sources, with everything it imports, and minified; gzip at level 9. 1 kB is 1,000 bytes.`,
    sections: [
      {
        kind: 'values',
        title: 'createVerifier',
        rows: [row('minified', minified), row('minified and gzipped', gzipped)],
      },
    ],
    figures: { 'browser, kB': { wall: spreadOf([gzipped / kilobyte]) } },
  }
}

function sizesOf(code: string): { readonly minified: number; readonly gzipped: number } {
  return { minified: Buffer.byteLength(code), gzipped: gzipSync(code, { level: 9 }).length }
}
