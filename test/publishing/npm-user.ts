import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** Somebody with an empty home folder, who knows one registry. */
export interface NpmUser {
  /**
   * Runs a program to its end and resolves to its standard output; rejects when it fails or takes a minute.
   *
   * `node` and `npm` are the machine's own and not this repository's: on a machine with Node 20, what runs here runs there.
   */
  run(command: string, args: readonly string[], folder: string, input?: string): Promise<string>
  /** The same with the programs of this repository. */
  runOurs(command: string, args: readonly string[], folder: string, input?: string): Promise<string>
}

const execute = promisify(execFile)

/**
 * Makes a user whose home is the folder `home`. No setting, credential or variable of the person who runs the tests
 * reaches the programs, so none of them can publish anywhere else.
 */
export function createNpmUser(home: string, registry: string): NpmUser {
  mkdirSync(home)
  // npm does not publish without a token; the registry takes any.
  const token = `//${new URL(registry).host}/:_authToken=anybody`
  writeFileSync(join(home, '.npmrc'), [`registry=${registry}`, token, 'fetch-retries=0', 'audit=false'].join('\n'))

  const path = process.env.PATH ?? ''
  const machinePath = path.split(delimiter).filter((entry) => !entry.includes('node_modules'))
  const runWith = async (PATH: string, command: string, args: readonly string[], cwd: string, input = '') => {
    const running = execute(command, args, { cwd, env: { HOME: home, PATH }, timeout: 60_000 })
    running.child.stdin?.end(input)
    return (await running).stdout
  }
  return {
    run: (...call) => runWith(machinePath.join(delimiter), ...call),
    runOurs: (...call) => runWith(path, ...call),
  }
}
