import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { withOlderLibraries } from './with-older-libraries.ts'

const ofJazzer = createRequire(createRequire(import.meta.url).resolve('@jazzer.js/core'))

/**
 * Loads the binary of jazzer.js, libFuzzer, before jazzer.js does. Where the system's libraries are too old for it, a
 * copy that asks for less is loaded in its place; what is installed stays as it is. The decision page
 * `docs/decisions/fuzzing.md` says why.
 *
 * @throws Error of the loader when the copy cannot be loaded either
 */
export function loadAddon(): void {
  const folder = join(dirname(ofJazzer.resolve('@jazzer.js/fuzzer/package.json')), 'prebuilds')
  const file = join(folder, `fuzzer-${process.platform}-${process.arch}.node`)
  try {
    ofJazzer(file)
  } catch (error) {
    if (process.platform !== 'linux' || !isLoaderError(error)) throw error
    ofJazzer.cache[file] = loadCopy(file)
  }
}

function loadCopy(file: string): NodeJS.Module | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'ect-fuzz-addon-'))
  try {
    const copy = join(folder, 'fuzzer.node')
    writeFileSync(copy, withOlderLibraries(readFileSync(file)))
    ofJazzer(copy)
    return ofJazzer.cache[copy]
  } finally {
    // Once loaded, it is needed no more.
    rmSync(folder, { recursive: true })
  }
}

function isLoaderError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_DLOPEN_FAILED'
}

/** True where the binary can be loaded, itself or in a copy: on Linux with glibc 2.34 or later. */
export function canLoadAddon(): boolean {
  const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } }
  const [, minor = 0] = (header.glibcVersionRuntime ?? '').split('.').map(Number)
  return process.platform !== 'linux' || minor >= 34
}
