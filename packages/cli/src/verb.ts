import { parseArgs } from 'node:util'
import type { ExitCode } from './exit-code.ts'
import { UsageError } from './usage-error.ts'

/** One option of a verb. */
export interface Flag {
  readonly type: 'string' | 'boolean'
  /** Whether it may be given several times. Default false. */
  readonly multiple?: boolean
  /** Whether the verb cannot do without it. Default false. */
  readonly required?: boolean
  /** What stands for its value in the help, such as `FILE`. */
  readonly value?: string
  readonly help: string
}

export type Flags = Readonly<Record<string, Flag>>

type ValueOf<F extends Flag> = F extends { multiple: true }
  ? readonly string[]
  : F extends { type: 'boolean' }
    ? boolean
    : string
type RequiredNames<F extends Flags> = { [Name in keyof F]: F[Name] extends { required: true } ? Name : never }[keyof F]
type Values<F extends Flags> = { readonly [Name in RequiredNames<F>]: ValueOf<F[Name]> } & {
  readonly [Name in keyof F]?: ValueOf<F[Name]> | undefined
}

/** What a verb was called with. */
export interface Call<F extends Flags> {
  readonly values: Values<F>
  readonly positionals: readonly string[]
}

/** What a verb is made of. */
export interface VerbSpec<F extends Flags> {
  /** As it is called: `verify`, `ledger append`. */
  readonly name: string
  /** What follows the options in the help, such as `TOKEN...`. Default: nothing may follow. */
  readonly operands?: string
  /** The least and the greatest number of operands. Default: none. */
  readonly count?: readonly [least: number, most: number]
  /** What it does, for its help; lines are broken as they stand. */
  readonly about: string
  readonly flags: F
  /** Does it. What it throws is reported. */
  readonly run: (call: Call<F>) => Promise<ExitCode>
}

/** A verb of the command. */
export interface Verb {
  readonly name: string
  readonly operands: string
  readonly about: string
  readonly flags: Flags
  /** @throws UsageError for arguments that are not those of the verb */
  run(args: readonly string[]): Promise<ExitCode>
}

/** A verb as the table lists it: its module is loaded when it is called, so that every verb starts fast. */
export interface ListedVerb {
  readonly summary: string
  readonly load: () => Promise<{ readonly verb: Verb }>
}

/** The verbs of a command by name. */
export type VerbTable = Readonly<Record<string, ListedVerb>>

/** The option of every verb that prints results. */
export const jsonFlag = { json: { type: 'boolean', help: 'print results as JSON' } } as const

/** Joins the parts of a verb with the reading of its arguments. */
export function defineVerb<F extends Flags>(spec: VerbSpec<F>): Verb {
  const { name, operands = '', about, flags, count = [0, 0], run } = spec
  return {
    name,
    operands,
    about,
    flags,
    async run(args) {
      const { values, positionals, tokens } = parse(args, flags)
      checkGivenOnce(tokens, flags)
      if (!hasRequired(values, flags)) throw new UsageError(missing(values, flags))
      if (positionals.length < count[0]) throw new UsageError(`${operands} is missing`)
      if (positionals.length > count[1]) throw new UsageError('there are more arguments than it takes')
      return run({ values, positionals })
    },
  }
}

function parse(args: readonly string[], flags: Flags) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true, tokens: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'wrong arguments')
  }
}

/** Of two values the last would count, and who reads the command may have seen the first. */
function checkGivenOnce(tokens: readonly { readonly kind: string; readonly name?: string }[], flags: Flags): void {
  const seen = new Set<string>()
  for (const { kind, name } of tokens) {
    if (kind !== 'option' || name === undefined || flags[name]?.multiple === true) continue
    if (seen.has(name)) throw new UsageError(`--${name} is given twice`)
    seen.add(name)
  }
}

/** `parseArgs` has seen to the types; which options there are is left. */
function hasRequired<F extends Flags>(values: object, flags: F): values is Values<F> {
  return missingNames(values, flags).length === 0
}

function missing(values: object, flags: Flags): string {
  const names = missingNames(values, flags).map((name) => `--${name} ${flags[name]?.value ?? ''}`.trim())
  return `${names.join(' and ')} must be given`
}

function missingNames(values: object, flags: Flags): readonly string[] {
  const given = new Set(Object.keys(values))
  return Object.keys(flags).filter((name) => flags[name]?.required === true && !given.has(name))
}
