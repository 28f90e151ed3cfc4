import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { isJsonObject, type JsonObject } from '@wimse-ect/claims'
import { UsageError } from './usage-error.ts'

/** The text of a file, or of standard input for `-`. */
export async function readText(file: string): Promise<string> {
  return file === '-' ? text(process.stdin) : readFile(file, 'utf8')
}

/**
 * A file of the caller's own that holds one JSON object, such as a key set.
 *
 * @throws UsageError when it holds anything else; its content is not repeated, since it may be a key
 */
export async function readJsonObject(file: string): Promise<JsonObject> {
  const value = parse(await readText(file))
  if (isJsonObject(value)) return value
  throw new UsageError(`${file} is not a JSON object`)
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
