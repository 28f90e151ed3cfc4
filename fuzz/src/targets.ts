import type { Target } from './target.ts'

/** The names of all targets. Each is a file in `targets/`, and a line here. */
export const targetNames: readonly string[] = [
  'base64url',
  'strict-json',
  'compact',
  'claims',
  'signed-token',
  'field',
  'spiffe-id',
  'keys',
  'wit',
  'cose',
  'level',
  'signature',
  'der',
  'log-key',
  'checkpoint',
  'cosignature',
  'receipt',
  'tile-path',
  'entry-bundle',
  'published-log',
  'archive',
  'witness',
  'http',
  'command-line',
]

/** The module of a target: it exports one, as `target`. */
export function targetModule(name: string): URL {
  return new URL(`./targets/${name}.ts`, import.meta.url)
}

/** Loads the target of a module. */
export async function loadTarget(module: URL): Promise<Target> {
  const { target } = (await import(module.href)) as { readonly target: Target }
  return target
}

/** The inputs that a target starts from, as bytes. */
export function seedsOf(target: Target): readonly Uint8Array[] {
  return Array.from(target.seeds(), (seed) => (typeof seed === 'string' ? new TextEncoder().encode(seed) : seed))
}
