import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fsckSqliteLedger, openSqliteLedgerReader } from '@wimse-ect/ledger-sqlite'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkReceipt, createVerifier, decodeEct, jwksKeys, type LedgerEntry, MemoryLedger } from 'wimse-ect'
import { attacks } from '../src/attacks/attack-list.ts'
import { collect } from '../src/collect.ts'
import { identities } from '../src/identities.ts'
import { isAnyoneLeft, startDemo, temporaryFolder } from './start-demo.ts'

const timeout = 90_000

describe('a run whose output is no terminal', () => {
  const out = temporaryFolder()
  const demo = startDemo(['--out', out])
  let code: number | null
  let stdout: string
  let stderr: string

  beforeAll(async () => {
    ;({ code, stdout, stderr } = await demo.ended)
  }, timeout)

  const readText = (name: string): Promise<string> => readFile(join(out, name), 'utf8')

  async function readLedger(): Promise<LedgerEntry[]> {
    const lines = (await readText('ledger.jsonl')).trimEnd().split('\n')
    return lines.map((line): LedgerEntry => JSON.parse(line))
  }

  test('ends with exit code 0 and leaves no process', () => {
    expect(code).toBe(0)
    expect(isAnyoneLeft(demo)).toBe(false)
  })

  test('prints no escape code', () => {
    expect(stdout).not.toContain('\u001b')
    expect(stdout).not.toContain('\r')
  })

  test('prints nothing to standard error', () => {
    expect(stderr).toBe('')
  })

  test('[GO-DEMO] prints a table of both flows: who, what, parents and decision', () => {
    expect(stdout).toMatch(/^1 +b +summarise_spec +0 +approved$/m)
    expect(stdout).toMatch(/^\d+ +unit-tester +execute_test_suite +3 +rejected$/m)
    expect(stdout).toMatch(/^6 +code-generator +rollback_module +\d+ +approved \(compensation\)$/m)
    expect(stdout).toMatch(/^10 +build-agent +build_release_artifact +\d+, \d+ +pending_human_review$/m)
    expect(stdout).toMatch(/^12 +release-manager +approve_release +11 +approved \(witness: quality-engineer\)$/m)
  })

  test('prints that each mode ran', () => {
    expect(stdout).toMatch(/^point-to-point .*11 tasks/m)
    expect(stdout).toMatch(/^deferred .*11 tasks, 50 min after they expired/m)
    expect(stdout).toMatch(/^full .*11 tasks/m)
  })

  test.each(attacks)('prints that the attack "$name" ended with $expected', ({ name, expected }) => {
    const row = stdout.split('\n').find((line) => line.startsWith(name))
    expect(row?.split(/ {2,}/).slice(-2)).toEqual([expected, expected])
  })

  test('[LEDGER-OPERATOR] the ledger is a process of its own, whose every token verifies again with the keys beside it', async () => {
    const keys = jwksKeys(JSON.parse(await readText('jwks.json')))
    const verifier = createVerifier({ audience: identities.ledger, keys, ledger: new MemoryLedger() })
    const entries = await readLedger()
    expect(entries).toHaveLength(14)
    for (const { compact, sequence, taskId, verifiedAt } of entries) {
      expect(await verifier.record(compact, { now: verifiedAt })).toMatchObject({ sequence, taskId })
    }
  })

  test('[PROOF-RECEIPT] prints that the receipt holds, and that it does not with another token in it', () => {
    expect(stdout).toMatch(/^The receipt of entry 12 \(approve_release\) holds/m)
    expect(stdout).toMatch(/^With the token of entry 11 .*: ECT_PROOF_INCLUSION$/m)
  })

  test('[PROOF-RECEIPT] writes the receipt, and the keys of the log and of the witness that check it', async () => {
    const [logKey = '', witnessKey = ''] = await Promise.all(['log-key.txt', 'witness-key.txt'].map(readText))
    const witnessPolicy = { witnesses: [witnessKey.trimEnd()], threshold: 1 }
    const options = { logKey: logKey.trimEnd(), witnessPolicy }
    const { token, sequence, checkpoint } = checkReceipt(await readText('receipt.txt'), options)
    expect(sequence).toBe(12)
    expect(checkpoint.witnessings.map(({ name }) => name)).toEqual(['witness.example.com/demo'])
    expect(token).toBe((await readLedger())[sequence]?.compact)
  })

  test('[LEDGER-TAMPER] prints that the file of the ledger holds, and that it does not with a token changed', () => {
    expect(stdout).toMatch(/^The file of the ledger holds/m)
    expect(stdout).toMatch(
      /^With the decision of entry (\d+) \(execute_test_suite\) changed in a copy, it does not: leaf of entry \1, checkpoint$/m,
    )
  })

  test('[CHECKPOINT-COSIGNATURE] prints that the witness refuses what contradicts the ledger it saw', () => {
    expect(stdout).toMatch(/^Signed anew with the key of the log, .*: ECT_WITNESS_INCONSISTENT$/m)
    expect(stdout).toMatch(/^Cut off before entry \d+ .*: ECT_WITNESS_AHEAD$/m)
  })

  test('[LEDGER-TAMPER] leaves a file of the ledger that is sound and holds the same entries', async () => {
    const file = join(out, 'ledger.db')
    expect(await kindsOfIssues(file)).toEqual([])
    const reader = await openSqliteLedgerReader(file)
    const entries = await collect(reader.entries())
    await reader.close()
    expect(entries).toEqual(await readLedger())
  })

  test('[LEDGER-TAMPER] a copy of that file with one character of a token changed is caught', async () => {
    const copy = join(temporaryFolder(), 'ledger.db')
    await copyFile(join(out, 'ledger.db'), copy)
    const database = new DatabaseSync(copy)
    database.exec("UPDATE entry SET token = token || 'A' WHERE sequence = 12")
    database.close()
    expect(await kindsOfIssues(copy)).toContain('leaf')
  })

  test('writes a ledger with the one honest task of mallory and no other of hers', async () => {
    const tokens = (await readLedger()).map(({ compact }) => decodeEct(compact).payload)
    expect(tokens.filter(({ iss }) => iss === identities.mallory)).toHaveLength(1)
  })

  test('writes the graph as well-formed SVG and as Mermaid source, a node for each task of the life cycle', async () => {
    const svg = await readText('graph.svg')
    expect(openElements(svg)).toEqual([])
    expect(svg.match(/class="node"/g)).toHaveLength(11)
    const mermaid = await readText('graph.mmd')
    expect(mermaid).toMatch(/^flowchart /)
    expect(mermaid.match(/^ {2}n\d+\W*"/gm)).toHaveLength(11)
  })
})

test(
  'a wrong expectation ends the demo with exit code 1, names it and leaves no process',
  async () => {
    const demo = startDemo([temporaryFolder()], './fixtures/wrong-expectation.ts')
    const { code, stderr } = await demo.ended
    expect(code).toBe(1)
    expect(stderr).toContain(attacks[0]?.name)
    expect(stderr).toContain('ECT_KEY_UNKNOWN')
    expect(isAnyoneLeft(demo)).toBe(false)
  },
  timeout,
)

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends the demo with exit code %i and leaves no process',
  async (signal, expected) => {
    const demo = startDemo(['--out', temporaryFolder()])
    await demo.printed(/1\. Two agents/)
    demo.process.kill(signal)
    expect((await demo.ended).code).toBe(expected)
    expect(isAnyoneLeft(demo)).toBe(false)
  },
  timeout,
)

test.each(['SIGINT', 'SIGTERM'] as const)(
  '--keep leaves the ledger and the agents running with what they recorded, and %s ends them with exit code 0',
  async (signal) => {
    const out = temporaryFolder()
    const demo = startDemo(['--out', out, '--keep'])
    const printed = await demo.printed(/curl --data '.*' http:.*\n/)
    const ledger = urlIn(printed, /14 tasks: +(\S+)\//)
    const agentA = urlIn(printed, /curl .* (http:\S+)/)
    expect(await sizeOf(ledger)).toBe(14)
    expect((await fetch(agentA, { method: 'POST', body: 'The pump has an alarm.' })).status).toBe(200)
    expect(await sizeOf(ledger)).toBe(16)
    expect(await sizeOf(urlIn(printed, /late tokens: +(\S+)\//))).toBe(11)
    const page = await fetch(`${ledger}/`)
    expect(printed.includes('page is not built')).toBe(page.status === 404)

    expect((await startDemo(['--out', out]).ended).code).toBe(1)
    expect(await sizeOf(ledger)).toBe(16)

    demo.process.kill(signal)
    const { code, stderr } = await demo.ended
    expect([code, stderr]).toEqual([0, ''])
    expect(isAnyoneLeft(demo)).toBe(false)
    expect(await kindsOfIssues(join(out, 'ledger.db'))).toEqual([])
  },
  timeout,
)

test('a folder that cannot be made ends the demo with exit code 1 before it begins', async () => {
  const { code, stdout } = await startDemo(['--out', join(import.meta.filename, 'folder')]).ended
  expect(code).toBe(1)
  expect(stdout).not.toContain('1. Two agents')
})

test.each([['--unknown'], ['stray'], ['--out'], ['--out=']])(
  'the wrong argument %s ends with exit code 2',
  async (argument) => {
    const { code, stdout, stderr } = await startDemo([argument]).ended
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('--help')
  },
)

test('--help prints the options and starts nothing', async () => {
  const { code, stdout } = await startDemo(['--help']).ended
  expect(code).toBe(0)
  expect(stdout).toContain('--out DIR')
})

function urlIn(text: string, pattern: RegExp): string {
  const [, url] = pattern.exec(text) ?? []
  if (url === undefined) throw new TypeError('no such URL was printed')
  return url
}

async function sizeOf(ledgerUrl: string): Promise<unknown> {
  const log: { readonly size: unknown } = await (await fetch(`${ledgerUrl}/log`)).json()
  return log.size
}

async function kindsOfIssues(file: string): Promise<readonly string[]> {
  const issues = await collect(fsckSqliteLedger(file))
  return issues.map(({ kind }) => kind)
}

/** Names of the elements that are opened and not closed in their order: none in well-formed XML. */
function openElements(xml: string): readonly string[] {
  const open: string[] = []
  for (const [, close, name, empty] of xml.matchAll(/<(\/?)([a-z]+)(?:"[^"]*"|[^">])*?(\/?)>/gi)) {
    if (name === undefined || empty === '/') continue
    if (close !== '/') open.push(name)
    else if (open.pop() !== name) return [name]
  }
  return open
}
