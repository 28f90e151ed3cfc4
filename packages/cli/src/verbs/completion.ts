import { completionScript, shells } from '../completion-script.ts'
import { print } from '../output.ts'
import { oneOf } from '../read-option.ts'
import { defineVerb, type Verb, type VerbTable } from '../verb.ts'

/** Prints a script for a shell, which completes the verbs of a table. */
export function completionOf(verbs: VerbTable): Verb {
  return defineVerb({
    name: 'completion',
    operands: 'bash|zsh|fish',
    count: [1, 1],
    about: `Prints a script that completes verbs and options:

  bash   source <(ect completion bash)
  zsh    source <(ect completion zsh)
  fish   ect completion fish | source`,
    flags: {},
    async run({ positionals: [operand] }) {
      const shell = oneOf(operand, shells, 'the shell')
      if (shell !== undefined) await print((await completionScript(shell, verbs)).trimEnd())
      return 0
    },
  })
}
