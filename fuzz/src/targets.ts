import type { Target } from './target.ts'

/** Every target by name: a file of its own, and a line here. */
const targets: Readonly<Record<string, () => Promise<{ readonly target: Target }>>> = {
  base64url: () => import('./targets/base64url.ts'),
}

/** The names of all targets. */
export const targetNames: readonly string[] = Object.keys(targets)

/**
 * Loads one target.
 *
 * @throws TypeError when there is none of this name
 */
export async function loadTarget(name: string): Promise<Target> {
  const load = Object.hasOwn(targets, name) ? targets[name] : undefined
  if (load === undefined) throw new TypeError(`there is no target ${name}; there are ${targetNames.join(', ')}`)
  return (await load()).target
}

/** The inputs that a target starts from, as bytes. */
export function seedsOf(target: Target): readonly Uint8Array[] {
  return Array.from(target.seeds(), (seed) => (typeof seed === 'string' ? new TextEncoder().encode(seed) : seed))
}
