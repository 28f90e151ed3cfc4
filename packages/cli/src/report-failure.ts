import { errorCodes, isEctError } from '@wimse-ect/claims'
import type { ExitCode } from './exit-code.ts'
import { print, tell } from './output.ts'
import { jsonLine, printable } from './printable.ts'
import { UsageError } from './usage-error.ts'

/**
 * Says why a verb ended, and gives the exit code for it. A refusal is a result: with `json` it goes to standard output.
 */
export async function reportFailure(error: unknown, verb: string, json: boolean): Promise<ExitCode> {
  const command = verb === '' ? 'ect' : `ect ${verb}`
  if (isEctError(error)) {
    const exitCode = exitCodeOf(error)
    const { code, section, message } = error
    if (json && exitCode === 1) await print(jsonLine({ ok: false, code, section, message }))
    tell(`${command}: ${exitCode === 1 ? 'refused' : 'failed'}: ${code}: ${message}${causeOf(error)}`)
    return exitCode
  }
  if (!(error instanceof Error)) return say(command, 'an unknown error', 3)
  if (error instanceof UsageError) return say(command, `${error.message}\nSee: ${command} --help`, 2)
  // Functions of this project throw a TypeError for options that cannot be right.
  if (error.name === 'TypeError' && !('syscall' in error)) return say(command, error.message, 2)
  return say(command, `${error.message}${causeOf(error)}`, 3)
}

/** 1 for what was judged and refused; 3 for what a service, a database or a disk could not do. */
export function exitCodeOf(error: { readonly code: string }): 1 | 3 {
  const facts = Object.entries(errorCodes).find(([code]) => code === error.code)?.[1]
  return facts !== undefined && facts.status >= 500 ? 3 : 1
}

function say(command: string, text: string, exitCode: ExitCode): ExitCode {
  tell(`${command}: ${text.split('\n').map(printable).join('\n')}`)
  return exitCode
}

/** What the operating system or a library said, which is often the only hint; never from a token. */
function causeOf({ cause }: Error): string {
  return cause instanceof Error && cause.message !== '' ? ` (${printable(cause.message)})` : ''
}
