import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkInput } from './engine/check-input.ts'
import { fuzzAll } from './fuzz-all.ts'
import { loadTarget, targetModule, targetNames } from './targets.ts'

const usage = `usage: fuzz [--minutes N] [--target NAME]... [--seed N]
       fuzz --target NAME --input FILE

Fuzzes every reader. Inputs that reach something new are saved in fuzz/corpus, those for which a property does not hold
in fuzz/findings, and what was done in fuzz/report.json. With --input, one input is tried.

  --minutes N     how long in all (default 60)
  --target NAME   only this one; may be given several times
  --seed N        where the choices start, from 1 (default: by chance)

The targets are ${targetNames.join(', ')}.`

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    target: { type: 'string', multiple: true },
    input: { type: 'string' },
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 2 ** 30)) },
    help: { type: 'boolean' },
  },
})
const { input, target: names = targetNames, help = false } = values
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
const isRight =
  minutes > 0 && Number.isSafeInteger(seed) && seed > 0 && names.every((name) => targetNames.includes(name))
if (help || !isRight || (input !== undefined && names.length !== 1)) {
  console.error(usage)
  process.exitCode = help ? 0 : 2
} else if (input === undefined) {
  await fuzzAll(names, { minutes, seed })
} else {
  for (const name of names) await checkInput(await loadTarget(targetModule(name)), new Uint8Array(readFileSync(input)))
  console.log('every property holds')
}
