import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { JwkSet, SuiteCases, SuiteName, SuiteRevision } from './cases.ts'
import { completeCases } from './complete-cases.ts'
import type { Keys, Manifest, Requirement, SuiteFile } from './formats.ts'

/** Absolute path of the folder that holds manifest.json, the suites and the keys. */
export const conformanceRoot: string = fileURLToPath(new URL('..', import.meta.url))

/** Our own files are trusted to have their type; a test holds them against their schema. */
function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')) as T
}

/** Reads manifest.json, the list of suite files and key sets. */
export function loadManifest(): Manifest {
  return readJson('manifest.json')
}

/** Reads requirements.json, the list of rules. */
export function loadRequirements(): readonly Requirement[] {
  return readJson<{ readonly requirements: readonly Requirement[] }>('requirements.json').requirements
}

/** Reads codes.json, the error codes that cases may expect. */
export function loadCodes(): readonly string[] {
  return readJson('codes.json')
}

/** Reads the private keys and, when they are asked for, the key sets. */
export function loadKeys(): Keys {
  const files = new Map(loadManifest().keys.map(({ name, file }) => [name, file]))
  return {
    private: readJson<JwkSet>('keys/private.json').keys,
    set(name) {
      const file = files.get(name)
      if (file === undefined) throw new TypeError(`the manifest has no key set ${JSON.stringify(name)}`)
      return readJson(file)
    },
  }
}

/**
 * Reads a suite file as it is written: defaults apart, key sets by name. Most callers want {@link loadCases}.
 *
 * @throws TypeError when the manifest has no such suite
 */
export function loadSuite<Name extends SuiteName>(
  name: Name,
  revision: SuiteRevision = 'execution-context-00',
): SuiteFile<Name> {
  const entry = loadManifest().suites.find((candidate) => candidate.suite === name && candidate.revision === revision)
  if (entry === undefined) throw new TypeError(`the manifest has no suite ${JSON.stringify([name, revision])}`)
  return readJson(entry.file)
}

/**
 * Reads the cases of a suite, each complete in itself: nothing else has to be looked up to run one.
 *
 * @throws TypeError when the manifest has no such suite
 */
export function loadCases<Name extends SuiteName>(
  name: Name,
  revision: SuiteRevision = 'execution-context-00',
): readonly SuiteCases[Name][] {
  return completeCases(loadSuite(name, revision), loadKeys())
}
