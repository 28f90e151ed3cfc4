import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { errorCodes } from '@wimse-ect/claims'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { generateKey, signEct } from 'wimse-ect'
import * as http from '../src/index.ts'
import * as express from '../src/node/express.ts'
import { send } from './exchange.ts'

const programs = join(import.meta.dirname, 'readme-programs')
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const flags = ['--conditions=@wimse-ect/source', '--no-warnings']

let folder: string

const idOf = (name: string): string => `spiffe://example.com/agent/${name}`
const alice = await generateKey({ kid: 'alice-key', subject: idOf('alice'), extractable: true })
const bob = await generateKey({ kid: 'bob-key', subject: idOf('bob'), extractable: true })
const review = {
  iss: idOf('alice'),
  aud: idOf('bob'),
  exec_act: 'review_spec',
  par: [],
  pol: 'policy_v1',
  pol_decision: 'approved',
} as const

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ect-http-readme-'))
  writeFileSync(join(folder, 'alice.jwk'), JSON.stringify(alice.privateJwk))
  writeFileSync(join(folder, 'bob.jwk'), JSON.stringify(bob.privateJwk))
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify({ keys: [alice.publicJwk, bob.publicJwk] }))
})

afterAll(() => rmSync(folder, { recursive: true }))

it.each(readdirSync(programs))('the program %s stands in the README', (file) => {
  expect(readme).toContain(`\`\`\`ts\n${readFileSync(join(programs, file), 'utf8')}\`\`\``)
})

it.each(['hono.ts', 'express.ts', 'fastify.ts', '../serve-fetch-program.ts'])(
  '[HTTP-FIELD] what bob serves with %s is what alice gets, as the README says',
  async (file) => {
    const stdout = await askAsAlice(await serveAsBob(file))
    expect(readme).toContain(`\`\`\`\n${stdout}\`\`\``)
  },
)

it('the program node.ts streams, and its last event and its trailer name the task', async () => {
  const headers = { 'execution-context': await signEct(review, { key: alice.privateKey }), te: 'trailers' }
  const { body, trailers } = await send(`${await serveAsBob('node.ts')}/modules`, { method: 'POST', headers })
  const taskId = trailers[http.executionTaskField]
  expect(new TextDecoder().decode(body)).toBe(`data: after review_spec\n\nevent: done\ndata: ${taskId}\n\n`)
})

it('everything that the package exports stands in the README, and every code in it exists', () => {
  const names = Object.keys({ ...http, ...express })
  expect(names.filter((name) => !readme.includes(`\`${name}`))).toEqual([])
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})

/** Starts a server of the README until the test is over; returns its URL. */
async function serveAsBob(file: string): Promise<string> {
  const server = spawn(process.execPath, [...flags, join(programs, file)], { cwd: folder })
  onTestFinished(() => void server.kill())
  const [url]: readonly unknown[] = await once(server.stdout, 'data')
  return String(url).trim()
}

async function askAsAlice(url: string): Promise<string> {
  const run = [...flags, join(programs, 'alice.ts'), url]
  return (await promisify(execFile)(process.execPath, run, { cwd: folder })).stdout
}
