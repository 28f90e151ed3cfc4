import { accessSync, constants, existsSync } from 'node:fs'
import { RefusedFile } from './refused-file.ts'

/**
 * Checks that a file or folder can be written to, if it is there; SQLite would only say that it cannot open the file.
 *
 * @throws RefusedFile `READ_ONLY`
 */
export function checkWritable(path: string): void {
  try {
    if (existsSync(path)) accessSync(path, constants.W_OK)
  } catch {
    throw new RefusedFile('READ_ONLY')
  }
}
