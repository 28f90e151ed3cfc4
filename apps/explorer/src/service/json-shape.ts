import { isJsonObject, type JsonObject, type JsonValue } from '@wimse-ect/claims'

/** An answer, or a saved file, that does not have the form it should have. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
}

/** Parses a JSON object. @throws ShapeError for any other text */
export function parseObject(text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ShapeError('not JSON')
  }
  return objectIn(value)
}

/** The value as an object. @throws ShapeError for any other value */
export function objectIn(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw new ShapeError('not an object')
  return value
}

/** The list under a name, each element read by `read`. @throws ShapeError when there is no list */
export function listIn<T>(object: JsonObject, name: string, read: (value: JsonValue) => T): readonly T[] {
  const value = object[name]
  if (!Array.isArray(value)) throw new ShapeError(`${name} is not a list`)
  return (value as readonly JsonValue[]).map(read)
}

/** The text under a name. @throws ShapeError when there is none */
export function textIn(object: JsonObject, name: string): string {
  return text(object[name])
}

/** The text under a name, or `undefined` when the name is absent. @throws ShapeError for anything but text */
export function optionalTextIn(object: JsonObject, name: string): string | undefined {
  const value = object[name]
  return value === undefined ? undefined : text(value)
}

/** The whole number, 0 or more, under a name. @throws ShapeError when there is none */
export function countIn(object: JsonObject, name: string): number {
  return count(object[name])
}

/** The value as text. @throws ShapeError for any other value */
export function text(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new ShapeError('not a text')
  return value
}

/** The value as a whole number, 0 or more. @throws ShapeError for any other value */
export function count(value: JsonValue | undefined): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new ShapeError('not a whole number')
  return value
}
