import { doesNotMatch, ok } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadCases, loadKeys } from '@wimse-ect/conformance'
import { verbs } from '../../../packages/cli/src/verbs.ts'
import { recording } from '../properties/recorded.ts'
import { runCommand } from '../properties/run-command.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const { keys, audience, steps, now } = recording
const [token = ''] = steps.map(({ submit }) => submit)
const receipt = loadCases('proof').flatMap((each) => (each.ask === 'receipt' ? [each] : []))[0]

/**
 * The command line: an exit code from 0 to 3, no stack trace, nothing that could control a terminal, and with `--json`
 * nothing but JSON. It runs in a folder of its own with a key set, a private key, claims, a token and a receipt.
 *
 * The first part of an input, up to an empty line, has one argument a line; the rest is standard input.
 */
export const target: Target = {
  async check(input) {
    const [head = '', ...rest] = textOf(input).split('\n\n')
    const args = head.split('\n').map(confined)
    if (!isHarmless(args)) return
    const { exitCode, out, err } = await runCommand(args, Buffer.from(rest.join('\n\n')), writeFiles)
    ok([0, 1, 2, 3].includes(exitCode), `exit code ${exitCode}`)
    doesNotMatch(err, /^\s+at .*:\d+/m)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    doesNotMatch(out + err, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    if (exitCode === 2) ok(err !== '' && out === '')
    if (args.includes('--json') && !args.some((arg) => ['--', '--help', '-h'].includes(arg))) ok(isJson(out))
  },
  seeds: () => [
    ...Object.keys(verbs).flatMap((name) => [name.replace(' ', '\n'), `${name.replace(' ', '\n')}\n--help`]),
    ...commands.map((args) => args.join('\n')),
    `verify\n--keys\nkeys.json\n--audience\n${audience}\n-\n\n${token}\n`,
    `sign\n--key\nkey.jwk\n-\n\n{"iss":"spiffe:x"}`,
  ],
  words: [
    ...Object.keys(verbs),
    '--json',
    '--keys\nkeys.json',
    '--now\n',
    '--ledger\nsqlite:l',
    '--ids\nopaque',
    '--help',
  ],
  isCostly: true,
}

const commands: readonly (readonly string[])[] = [
  ['keygen', '--kid', 'k', '--subject', 'spiffe://example.com/a', '--out', 'new.jwk', '--public', 'set.json'],
  ['sign', '--key', 'key.jwk', 'claims.json'],
  ['inspect', token],
  ['inspect', '--json', 'token'],
  ['verify', '--keys', 'keys.json', '--audience', audience, '--now', String(now), '--json', token],
  ['verify', '--keys', 'keys.json', '--audience', audience, '--parents', 'token', '--ids', 'opaque', token],
  ['ledger', 'init', '--ledger', 'sqlite:l.db', '--origin', 'log.example.com', '--log-key-out', 'log.key'],
  ['ledger', 'get', '--ledger', 'sqlite:l.db', '0'],
  ['ledger', 'check', 'receipt', '--log-key', receipt?.logKey ?? '', '--json'],
  ['graph', '--ledger', 'sqlite:l.db', '--workflow', 'w', '--format', 'mermaid'],
  ['completion', 'bash'],
]

function writeFiles(folder: string): void {
  const { iss, exec_act, pol } = { iss: 'spiffe://example.com/agent/alice', exec_act: 'review', pol: 'p' }
  const claims = { iss, aud: audience, exec_act, pol, pol_decision: 'approved', par: [] }
  writeFileSync(join(folder, 'keys.json'), JSON.stringify(keys))
  writeFileSync(join(folder, 'key.jwk'), JSON.stringify(loadKeys().private[0]))
  writeFileSync(join(folder, 'claims.json'), JSON.stringify(claims))
  writeFileSync(join(folder, 'token'), token)
  writeFileSync(join(folder, 'receipt'), receipt?.receipt ?? '')
}

/** One value, or one a line. */
function isJson(text: string): boolean {
  return parses(text) || text.split('\n').every((line) => line === '' || parses(line))
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Only files of the folder: no slash but those of a SPIFFE ID, and no service or database to connect to. */
function confined(arg: string): string {
  return /^spiffe:\/\/[\w./-]*$/.test(arg) ? arg : arg.replaceAll(/[/\\]/g, '_').replaceAll('..', '__')
}

/** `serve` would listen, and `conformance` start a program. */
function isHarmless(args: readonly string[]): boolean {
  const isHelp = args.includes('--help')
  return isHelp || !args.some((arg) => ['serve', 'conformance'].includes(arg) || arg.startsWith('--impl'))
}
