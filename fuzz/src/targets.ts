import type { Target } from './target.ts'

/** Every target by name: a file of its own, and a line here. */
const targets: Readonly<Record<string, () => Promise<{ readonly target: Target }>>> = {
  base64url: () => import('./targets/base64url.ts'),
  'strict-json': () => import('./targets/strict-json.ts'),
  compact: () => import('./targets/compact.ts'),
  claims: () => import('./targets/claims.ts'),
  'signed-token': () => import('./targets/signed-token.ts'),
  field: () => import('./targets/field.ts'),
  'spiffe-id': () => import('./targets/spiffe-id.ts'),
  der: () => import('./targets/der.ts'),
  'tile-path': () => import('./targets/tile-path.ts'),
  'entry-bundle': () => import('./targets/entry-bundle.ts'),
  'log-key': () => import('./targets/log-key.ts'),
  checkpoint: () => import('./targets/checkpoint.ts'),
  cosignature: () => import('./targets/cosignature.ts'),
  receipt: () => import('./targets/receipt.ts'),
  archive: () => import('./targets/archive.ts'),
  'published-log': () => import('./targets/published-log.ts'),
  witness: () => import('./targets/witness.ts'),
  signature: () => import('./targets/signature.ts'),
  keys: () => import('./targets/keys.ts'),
  wit: () => import('./targets/wit.ts'),
  http: () => import('./targets/http.ts'),
  'command-line': () => import('./targets/command-line.ts'),
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
