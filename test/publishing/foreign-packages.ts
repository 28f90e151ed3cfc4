import { realpathSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { publicPackages, readManifest } from '../../scripts/workspace.ts'

/**
 * The installed folders of everything that the published packages need and that is not ours, at any depth. From these a
 * registry can be filled without a network.
 */
export function foreignPackages(): readonly string[] {
  const ours = new Set(publicPackages().map((each) => each.manifest.name))
  const folders = new Set(publicPackages().map((each) => each.folder))
  // What is added to a set while it is walked is visited too.
  for (const folder of folders) {
    const file = join(folder, 'package.json')
    for (const name of Object.keys(readManifest(file).dependencies ?? {})) {
      const found = ours.has(name) ? undefined : findPackageJSON(name, file)
      if (found !== undefined) folders.add(dirname(realpathSync(found)))
    }
  }
  return [...folders].slice(ours.size)
}
