import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Most bytes of an input: enough for a token with many claims, and few enough that many can be tried. */
export const maxInputBytes = 4096

/** A folder of inputs as libFuzzer has it: a file for each, named after its content. */
export class InputFolder {
  readonly path: string

  /** Makes the folder. Inputs that are too long are left out. */
  constructor(path: string, inputs: Iterable<Uint8Array>) {
    this.path = path
    mkdirSync(path)
    for (const input of inputs) {
      if (input.length <= maxInputBytes) writeFileSync(join(path, nameOf(input)), input)
    }
  }

  names(): ReadonlySet<string> {
    return new Set(readdirSync(this.path))
  }

  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.path, name)))
  }
}

function nameOf(input: Uint8Array): string {
  return createHash('sha1').update(input).digest('hex')
}
