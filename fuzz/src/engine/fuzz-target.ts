// What jazzer.js calls: the target in the module that the command line names.
import { loadTarget } from '../targets.ts'
import { checkInput } from './check-input.ts'

const target = await loadTarget(new URL(process.argv[2] ?? ''))

/** One parameter: jazzer.js looks at the number. */
export function fuzz(data: Buffer): void | Promise<void> {
  // A copy: the bytes of libFuzzer change while somebody is still reading them.
  return checkInput(target, new Uint8Array(data))
}
