import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { publicPackages, root, workspacePackages } from '../scripts/workspace.ts'
import { bundleForBrowser, runInBareContext } from './publishing/browser.ts'
import { foreignPackages } from './publishing/foreign-packages.ts'
import { createNpmUser, type NpmUser } from './publishing/npm-user.ts'
import { type Registry, startRegistry } from './publishing/start-registry.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

/** The client of PostgreSQL, and what it brings. */
const pgPackages = [
  'pg',
  'pg-connection-string',
  'pg-int8',
  'pg-pool',
  'pg-protocol',
  'pg-types',
  'pgpass',
  'postgres-array',
  'postgres-bytea',
  'postgres-date',
  'postgres-interval',
  'split2',
  'xtend',
]

/** What the installation of one package brings besides it. */
const brings: Readonly<Record<string, readonly string[]>> = {
  '@wimse-ect/claims': [],
  '@wimse-ect/cli': [
    '@noble/curves',
    '@noble/hashes',
    '@viz-js/viz',
    '@wimse-ect/claims',
    '@wimse-ect/conformance',
    '@wimse-ect/cose',
    '@wimse-ect/dag',
    '@wimse-ect/ledger',
    '@wimse-ect/ledger-postgres',
    '@wimse-ect/ledger-sqlite',
    '@wimse-ect/ledger-tiles',
    '@wimse-ect/server',
    '@wimse-ect/signing',
    '@wimse-ect/verification',
    'cborg',
    'jose',
    ...pgPackages,
    'wimse-ect',
  ],
  '@wimse-ect/conformance': ['@noble/curves', '@noble/hashes'],
  '@wimse-ect/cose': [
    '@noble/curves',
    '@noble/hashes',
    '@wimse-ect/claims',
    '@wimse-ect/signing',
    '@wimse-ect/verification',
    'cborg',
    'jose',
  ],
  '@wimse-ect/dag': ['@wimse-ect/claims'],
  '@wimse-ect/http': [
    '@noble/curves',
    '@noble/hashes',
    '@wimse-ect/claims',
    '@wimse-ect/signing',
    '@wimse-ect/verification',
    'jose',
  ],
  '@wimse-ect/ledger': ['@noble/curves', '@noble/hashes', '@wimse-ect/claims'],
  '@wimse-ect/ledger-postgres': [
    '@noble/curves',
    '@noble/hashes',
    '@wimse-ect/claims',
    '@wimse-ect/ledger',
    ...pgPackages,
  ],
  '@wimse-ect/ledger-sqlite': ['@noble/curves', '@noble/hashes', '@wimse-ect/claims', '@wimse-ect/ledger'],
  '@wimse-ect/ledger-tiles': ['@noble/curves', '@noble/hashes', '@wimse-ect/claims', '@wimse-ect/ledger'],
  '@wimse-ect/server': [
    '@noble/curves',
    '@noble/hashes',
    '@wimse-ect/claims',
    '@wimse-ect/dag',
    '@wimse-ect/ledger',
    '@wimse-ect/ledger-postgres',
    '@wimse-ect/ledger-sqlite',
    '@wimse-ect/signing',
    '@wimse-ect/verification',
    'jose',
    ...pgPackages,
    'wimse-ect',
  ],
  '@wimse-ect/signing': ['@noble/curves', '@noble/hashes', '@wimse-ect/claims', 'jose'],
  '@wimse-ect/verification': ['@wimse-ect/claims', 'jose'],
  '@wimse-ect/witness': ['@noble/curves', '@noble/hashes', '@wimse-ect/claims', '@wimse-ect/ledger'],
  'wimse-ect': [
    '@noble/curves',
    '@noble/hashes',
    '@wimse-ect/claims',
    '@wimse-ect/dag',
    '@wimse-ect/ledger',
    '@wimse-ect/signing',
    '@wimse-ect/verification',
    'jose',
  ],
}
const names = Object.keys(brings)
const portable = [
  '@wimse-ect/claims',
  '@wimse-ect/signing',
  '@wimse-ect/verification',
  '@wimse-ect/dag',
  '@wimse-ect/cose',
  '@wimse-ect/http',
  '@wimse-ect/ledger',
  '@wimse-ect/witness',
]

/** What examples/quickstart.ts writes. */
const quickstartLine = /^spiffe:\/\/example\.com\/agent\/a did review_spec: entry 0, task [0-9a-f-]{36}$/m

let folder: string
let registry: Registry
let user: NpmUser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ect-publishing-'))
  registry = await startRegistry(join(folder, 'registry'))
  user = createNpmUser(join(folder, 'home'), registry.url)
  for (const each of foreignPackages()) await user.run('npm', ['publish', '--ignore-scripts', each], folder)
  await user.runOurs('changeset', ['publish', '--no-git-tag'], root)
  for (const name of names) await installAlone(name)
})

afterAll(async () => {
  await registry?.close()
  rmSync(folder, { recursive: true })
})

test('the public packages are published and no other', async () => {
  const published: string[] = []
  for (const { manifest } of workspacePackages()) {
    const answer = await fetch(registry.url + manifest.name.replace('/', '%2f'))
    if (answer.ok) published.push(manifest.name)
  }
  expect(published.sort()).toEqual(names)
  expect(published).toHaveLength(publicPackages().length)
})

test.for(names)('%s brings only what its layer needs', (name) => {
  const lock = JSON.parse(readFileSync(join(projectOf(name), 'node_modules/.package-lock.json'), 'utf8'))
  const installed = Object.keys(lock.packages).map((path) => path.replace('node_modules/', ''))
  expect(installed.sort()).toEqual([name, ...(brings[name] ?? [])].sort())
})

test.for(names)('%s carries the licence and a page of its own', (name) => {
  const missing = ['LICENSE', 'README.md'].filter(
    (file) => !existsSync(join(projectOf(name), 'node_modules', name, file)),
  )
  expect(missing).toEqual([])
})

test('each layer, installed alone, does its part', async () => {
  const signed = await runLayer('signing')
  expect(await runLayer('claims', signed)).toBe('alice-key says review_spec\nbob-key says implement_module\n')
  const verified = await runLayer('verification', signed)
  expect(await runLayer('dag', verified)).toBe('implement_module follows from review_spec\n')
  expect(await runLayer('ledger', verified)).toBe('0: review_spec\n1: implement_module after 0\n')
})

test('the ledger in a file, installed alone, keeps what one run recorded for the next', async () => {
  const verified = await runLayer('verification', await runLayer('signing'))
  const project = projectOf('@wimse-ect/ledger-sqlite')
  const main = copyMain('@wimse-ect/ledger-sqlite', 'test/layers/ledger-sqlite.js', 'main.js')
  // It needs a later Node than the other layers, so it runs on this repository's own.
  expect(await user.runOurs('node', [main, 'create'], project, verified)).toBe('2 entries\n')
  expect(await user.runOurs('node', [main, 'open'], project, verified)).toBe('2 entries, 0: review_spec\n')
})

test('the ledger in a database, installed alone, says that there is none', async () => {
  expect(await runLayer('ledger-postgres')).toBe('ECT_LEDGER_UNAVAILABLE\n')
})

test('the publisher of tiles, installed alone, publishes a log and proves its entries from the folder', async () => {
  const verified = await runLayer('verification', await runLayer('signing'))
  expect(await runLayer('ledger-tiles', verified)).toBe('2 published, entry 1 proved: implement_module\n')
})

test('a witness, installed alone, cosigns a ledger, also with its state in a file', async () => {
  const verified = await runLayer('verification', await runLayer('signing'))
  const seen = '2 entries, seen by witness.example.com/w1\n'
  expect(await runLayer('witness', verified)).toBe(seen)
  const project = projectOf('@wimse-ect/witness')
  expect(await user.runOurs('node', [join(project, 'main.js'), 'state'], project, verified)).toBe(seen)
})

test('the ledger service, installed alone, records over HTTP what one run keeps for the next, and serves the explorer', async () => {
  const project = projectOf('@wimse-ect/server')
  const main = copyMain('@wimse-ect/server', 'test/layers/server.js', 'main.js')
  const lines = ['201: entry 0', 'entry 0: review_spec', 'page: text/javascript; charset=utf-8', '']
  expect(await user.runOurs('node', [main], project)).toBe(lines.join('\n'))
})

test('the form in CBOR, installed alone, signs and verifies', async () => {
  expect(await runLayer('cose')).toMatch(/^review_spec in \d+ bytes\nECT_TOKEN_COSE\n$/)
})

test('HTTP, installed alone, verifies a request and answers it with its child, also without a framework', async () => {
  expect(await runLayer('http')).toBe(
    '200 implement_module after review_spec\n200 implement_module after review_spec\n',
  )
})

test('the command ect, installed alone, signs, verifies, records and proves', async () => {
  const project = projectOf('@wimse-ect/cli')
  const ect = (...args: readonly string[]) => user.run('npx', ['ect', ...args], project)
  const agent = 'spiffe://example.com/agent/alice'
  await ect('keygen', '--kid', 'alice-key', '--subject', agent, '--out', 'alice.jwk', '--public', 'jwks.json')
  const claims = { iss: agent, aud: 'ledger', exec_act: 'review_spec', par: [], pol: 'p', pol_decision: 'approved' }
  const token = (await ect('sign', '--key', 'alice.jwk', JSON.stringify(claims))).trim()
  const judging = ['--keys', 'jwks.json', '--audience', 'ledger']
  expect(JSON.parse(await ect('verify', ...judging, '--json', token))).toMatchObject({ ok: true })
  expect(await ect('--version')).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(JSON.parse(await ect('conformance', '--suite', 'decode', '--json'))).toMatchObject({ ok: true })

  // SQLite needs a later Node than the rest, so this runs on this repository's own.
  const main = join(project, 'node_modules/@wimse-ect/cli/dist/main.js')
  const onLater = (...args: readonly string[]) => user.runOurs('node', [main, ...args], project)
  const ledger = ['--ledger', 'sqlite:ledger.db']
  const init = ['ledger', 'init', ...ledger, '--origin', 'example.com/log', '--log-key-out', 'log.key']
  const logKey = (await onLater(...init)).trim()
  const appended = await onLater('ledger', 'append', ...ledger, ...judging, token)
  expect(JSON.parse(appended)).toMatchObject({ sequence: 0, duplicate: false })
  writeFileSync(join(project, 'receipt'), await onLater('ledger', 'prove', ...ledger, '0'))
  const checked = await ect('ledger', 'check', 'receipt', '--log-key', logKey, '--token', token, '--json')
  expect(JSON.parse(checked)).toMatchObject({ ok: true, sequence: 0 })
})

test('wimse-ect does the work of all layers', async () => {
  const main = copyMain('wimse-ect', 'examples/quickstart.ts', 'main.js')
  expect(await user.run('node', [main], projectOf('wimse-ect'))).toMatch(quickstartLine)
})

test('the types of wimse-ect are complete', async () => {
  const main = copyMain('wimse-ect', 'examples/quickstart.ts', 'main.ts')
  const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', '--types', '']
  expect(await user.runOurs('tsc', [...strict, main], projectOf('wimse-ect'))).toBe('')
})

test('the conformance runner lists its suites and puts its questions to a program', async () => {
  const project = projectOf('@wimse-ect/conformance')
  const suites = JSON.parse(await user.run('npx', ['ect-conformance', 'list', '--json'], project))
  expect([...new Set(suites.map(({ suite }: { suite: string }) => suite))]).toEqual([
    'decode',
    'verify',
    'dag',
    'http-field',
    'ledger',
    'proof',
    'checkpoint',
    'level',
    'cose',
  ])

  const program = copyMain('@wimse-ect/claims', 'test/layers/conformance.js', 'conformance.js')
  const run = ['ect-conformance', 'run', '--json', '--suite', 'decode', '--impl', `node "${program}"`]
  const report = JSON.parse(await user.run('npx', run, project))
  const clean = (revision: string) => ({ suite: 'decode', revision, unanswered: 0, wrong: 0 })
  expect(report).toMatchObject({
    ok: true,
    suites: ['execution-context-00', 'ect-00', 'ect-01'].map(clean),
    failures: [],
  })

  const fresh = [...run, '--seed', '1', '--fresh-cases', '20']
  expect(JSON.parse(await user.run('npx', fresh, project))).toMatchObject({ ok: true, seed: 1 })
  const adapter = join(project, 'node_modules/@wimse-ect/conformance/examples/javascript-jose/adapter.js')
  expect(existsSync(adapter)).toBe(true)
})

test.for(portable)('%s needs nothing of Node in a browser', async (name) => {
  const bundle = await bundleForBrowser(projectOf(name), name)
  expect(bundle.length).toBeGreaterThan(0)
})

test('in a bundle for a browser, an error says what happened, and leaves what to do about it to the table', async () => {
  const main = copyMain('@wimse-ect/claims', 'test/layers/browser-message.js', 'browser-message.js')
  const project = projectOf('@wimse-ect/claims')
  expect(await runInBareContext(await bundleForBrowser(project, main))).toEqual(['the meaning alone'])
  expect(await user.run('node', [main], project)).toBe('more than the meaning\n')
})

test('wimse-ect works where there is only the web platform', async () => {
  const main = copyMain('wimse-ect', 'examples/quickstart.ts', 'main.js')
  const lines = await runInBareContext(await bundleForBrowser(projectOf('wimse-ect'), main))
  expect(lines).toEqual([expect.stringMatching(quickstartLine)])
})

function projectOf(name: string): string {
  return join(folder, name.replace('/', '-'))
}

async function installAlone(name: string): Promise<void> {
  const project = projectOf(name)
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  await user.run('npm', ['install', name], project)
}

function copyMain(name: string, from: string, to: string): string {
  const main = join(projectOf(name), to)
  copyFileSync(join(root, from), main)
  return main
}

/** Runs the program of a layer where only that layer is installed. */
function runLayer(layer: string, input?: string): Promise<string> {
  const name = `@wimse-ect/${layer}`
  return user.run('node', [copyMain(name, `test/layers/${layer}.js`, 'main.js')], projectOf(name), input)
}
