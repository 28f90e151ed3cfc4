interface Kinds {
  readonly string: string
  readonly number: number
  readonly boolean: boolean
  readonly object: object
}

/** True for an object whose named members are of the named types: what comes over a wire has no type before. */
export function hasShape<Shape extends Readonly<Record<string, keyof Kinds>>>(
  value: unknown,
  shape: Shape,
): value is { readonly [Name in keyof Shape]: Kinds[Shape[Name]] } {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(shape).every(([name, kind]) => typeof Reflect.get(value, name) === kind)
}
