import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ignoring } from './folder-errors.ts'

/** Writes a new file and waits until its content is on the disk; its name is there to stay after {@link syncFolder}. */
export async function writeNewFile(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx', 0o644)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Waits until the names in a folder are on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * Makes a folder below another and waits until it is there to stay, also where another process has made it just now.
 * The other is not made: a disk that is not mounted is not taken for an empty one.
 */
export async function makeFolders(root: string, relative: string): Promise<void> {
  let path = root
  for (const part of relative.split('/')) {
    path = join(path, part)
    await mkdir(path).catch(ignoring('EEXIST'))
    await syncFolder(dirname(path))
  }
}
