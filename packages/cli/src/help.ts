import type { Flag, Verb } from './verb.ts'
import { verbs } from './verbs.ts'

/** The help of the command. */
export function commandHelp(): string {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length))
  const lines = Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `usage: ect VERB [OPTIONS]

Execution Context Tokens: sign, verify and record what agents did.

${lines.join('\n')}

ect VERB --help says more; --version prints the version.
Exits with 0: accepted or done; 1: refused; 2: wrong use; 3: it could not be done.`
}

/** The help of one verb. */
export function verbHelp({ name, operands, about, flags }: Verb): string {
  const all = Object.entries(flags)
  const required = all.filter(([, { required }]) => required === true).map(([flag, facts]) => optionText(flag, facts))
  const usage = ['ect', name, ...required, '[OPTIONS]', operands].filter((word) => word !== '').join(' ')
  const left = all.map(([flag, facts]) => optionText(flag, facts))
  const width = Math.max(...left.map((text) => text.length))
  const options = all.map(([, { help, multiple }], at) => {
    return `  ${(left[at] ?? '').padEnd(width)}  ${help}${multiple === true ? '; may be given several times' : ''}`
  })
  return `usage: ${usage}\n\n${about}\n\n${options.join('\n')}`
}

function optionText(name: string, { value }: Flag): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`
}
