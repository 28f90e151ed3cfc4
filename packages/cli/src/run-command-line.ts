import { readFile } from 'node:fs/promises'
import type { ExitCode } from './exit-code.ts'
import { print } from './output.ts'
import { reportFailure } from './report-failure.ts'
import { UsageError } from './usage-error.ts'
import { verbs } from './verbs.ts'

/** Runs the command and gives its exit code. Nothing is thrown. */
export async function runCommandLine(args: readonly string[]): Promise<ExitCode> {
  const [first = '', second = ''] = args
  try {
    if (['--version', '-V', 'version'].includes(first)) return await printVersion()
    if (['--help', '-h', 'help'].includes(first)) return await printHelp(args.slice(1))
  } catch (error) {
    return reportFailure(error, first, false)
  }
  const name = first === 'ledger' && !second.startsWith('-') ? `${first} ${second}`.trim() : first
  const rest = args.slice(name.split(' ').length)
  const options = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : undefined)
  try {
    if (options.includes('--help') || options.includes('-h')) return await printHelp(name.split(' '))
    const { verb } = await verbNamed(name).load()
    return await verb.run(rest)
  } catch (error) {
    return reportFailure(error, Object.hasOwn(verbs, name) ? name : '', options.includes('--json'))
  }
}

function verbNamed(name: string) {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb !== undefined) return verb
  throw new UsageError(name === '' ? 'a verb is missing' : `there is no verb ${name}`)
}

async function printHelp(words: readonly string[]): Promise<ExitCode> {
  const { commandHelp, verbHelp } = await import('./help.ts')
  const name = words.join(' ')
  if (name === '' || name === 'ledger') await print(commandHelp())
  else await print(verbHelp((await verbNamed(name).load()).verb))
  return 0
}

async function printVersion(): Promise<ExitCode> {
  const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  await print(String(isNamed ? manifest.version : ''))
  return 0
}
