import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Jwk, SuiteName } from '../cases.ts'
import { completeCases } from '../complete-cases.ts'
import type { Keys, Manifest, Requirement, SuiteFile } from '../formats.ts'
import { checkMessage } from './check-message.ts'
import { checkNotes } from './check-notes.ts'
import { checkSchema } from './check-schema.ts'
import { checkSignatures } from './check-signatures.ts'

/** What the linter compares the suites with. */
export interface LintFacts {
  readonly manifest: Manifest
  readonly keys: Keys
  readonly requirements: readonly Requirement[]
  readonly codes: readonly string[]
  readonly suites: readonly SuiteFile<SuiteName>[]
}

/** Checks everything that does not need the signatures: schemas, digests, numbers, ids, codes, flags. */
export function lintFiles(root: string, facts: LintFacts): string[] {
  return [...checkSchema(root, facts.manifest), ...checkDigests(root, facts.manifest), ...lintSuites(facts)]
}

/** Checks what the cases of the suites say: unique numbers, known rules, codes and flags. */
export function lintSuites({ suites, requirements, codes }: LintFacts): string[] {
  const active = new Set(requirements.filter(({ status }) => status === 'active').map(({ id }) => id))
  const known = new Set(codes)
  const numbers = new Set<number>()
  return suites.flatMap(({ suite, notes, cases }) => {
    const used = new Set(cases.flatMap(({ flags }) => flags))
    const idle = Object.keys(notes)
      .filter((flag) => !used.has(flag))
      .map((flag) => `${suite}: no case has the flag ${flag}`)
    const faults = cases.flatMap((item) => {
      const problems = item.rules.filter((rule) => !active.has(rule)).map((rule) => `no active rule ${rule}`)
      if (numbers.has(item.tcId)) problems.push('the number is used twice')
      if (item.code !== undefined && !known.has(item.code)) problems.push(`no code ${item.code}`)
      problems.push(...item.flags.filter((flag) => !(flag in notes)).map((flag) => `no note for the flag ${flag}`))
      numbers.add(item.tcId)
      return problems.map((problem) => `${suite} ${item.tcId}: ${problem}`)
    })
    return [...idle, ...faults]
  })
}

/**
 * Verifies every signature of every case, and of every valid checkpoint. Long chains are made by the loader and are
 * checked there by being verified.
 */
export async function lintSignatures({ suites, keys, manifest }: LintFacts): Promise<string[]> {
  const everyKey: Jwk[] = [...keys.private, ...manifest.keys.flatMap(({ name }) => keys.set(name).keys)]
  const problems: string[] = []
  for (const suite of suites) {
    for (const item of completeCases(suite, keys)) {
      const long = 'store' in item && item.store.records.length > 1000
      if (long) continue
      const signatures = 'message' in item ? checkMessage(item, everyKey) : checkSignatures(item, everyKey)
      problems.push(...(await signatures), ...(await checkNotes(item)))
    }
  }
  return problems
}

function checkDigests(root: string, manifest: Manifest): string[] {
  return [...manifest.suites, ...manifest.keys]
    .filter(
      ({ file, sha256 }) =>
        createHash('sha256')
          .update(readFileSync(join(root, file)))
          .digest('hex') !== sha256,
    )
    .map(({ file }) => `${file}: the digest in the manifest is another one`)
}
