import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ExpectedFailure, parseExpectedFailures } from '../expected-failures.ts'
import { conformanceRoot } from '../load.ts'
import type { Report } from '../report.ts'
import { runConformance } from '../run.ts'
import type { Selection } from '../select-cases.ts'

/** An implementation of others, in a folder of examples/, and what it takes to run it. */
export interface ForeignAdapter {
  /** Name of the folder. */
  readonly name: string
  /** The command that runs it; absent where its interpreter or library is. */
  readonly command: string | undefined
  /** What to do where there is none. */
  readonly advice: string
}

const folderOf = (name: string): string => join(conformanceRoot, 'examples', name)

/** The revision that the adapters know; they leave out every case of the others. */
export const adapterRevision = 'execution-context-00'

/** The adapters of this repository. */
export function foreignAdapters(): readonly ForeignAdapter[] {
  const python = findPython()
  return [
    {
      name: 'javascript-jose',
      command: `"${process.execPath}" "${join(folderOf('javascript-jose'), 'adapter.js')}"`,
      advice: 'install jose',
    },
    {
      name: 'python-jwcrypto',
      command: python === undefined ? undefined : `"${python}" "${join(folderOf('python-jwcrypto'), 'adapter.py')}"`,
      advice: 'install jwcrypto (python3-jwcrypto in Debian), or name a Python that has it in ECT_TEST_PYTHON',
    },
  ]
}

/** A Python that can import jwcrypto. Where the first one in the path cannot, the system's own may. */
function findPython(): string | undefined {
  const named = process.env.ECT_TEST_PYTHON
  const candidates = named === undefined ? ['python3', '/usr/bin/python3'] : [named]
  return candidates.find((python) => spawnSync(python, ['-c', 'import jwcrypto'], { stdio: 'ignore' }).status === 0)
}

/** What an adapter is known to fail. */
export function knownFailures({ name }: ForeignAdapter): readonly ExpectedFailure[] {
  return parseExpectedFailures(readFileSync(join(folderOf(name), 'expected-failures.json'), 'utf8'))
}

/**
 * Runs an adapter on the cases that are asked for, by default on all.
 *
 * @throws TypeError where it cannot run
 */
export async function runAdapter(adapter: ForeignAdapter, selection: Selection = {}): Promise<Report> {
  if (adapter.command === undefined) throw new TypeError(`${adapter.name} cannot run here: ${adapter.advice}`)
  const expectedFailures = knownFailures(adapter)
  return await runConformance(adapter.command, { ...selection, expectedFailures, timeoutMs: 60_000 })
}
