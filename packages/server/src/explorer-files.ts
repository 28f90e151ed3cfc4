import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** A file of the explorer page. */
export interface ExplorerFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly etag: string
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/** Where the page lies in this package, when it was built. */
const builtInFolder = join(import.meta.dirname, '..', 'explorer')

/**
 * Reads the page once: `index.html` for `/`, and everything below `assets/`. A request can only name what was found
 * then, so no path leads anywhere else. Links are left out.
 *
 * @param folder `undefined` for the one of this package
 * @returns the files by path, none when this package has no page
 * @throws TypeError for a folder of the caller that has no `index.html`
 */
export function readExplorer(folder: string | undefined): ReadonlyMap<string, ExplorerFile> {
  const place = folder ?? builtInFolder
  const files = new Map<string, ExplorerFile>()
  if (statSync(join(place, 'index.html'), { throwIfNoEntry: false })?.isFile() !== true) {
    if (folder !== undefined) throw new TypeError('the folder of the explorer has no index.html')
    return files
  }
  for (const file of filesBelow(place)) {
    const path = `/${relative(place, file).split(sep).join('/')}`
    if (path === '/index.html') files.set('/', readOne(file))
    else if (path.startsWith('/assets/')) files.set(path, readOne(file))
  }
  return files
}

/** Every file below a folder. What is a link, to a file or to a folder, is neither. */
function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

function readOne(file: string): ExplorerFile {
  const bytes = new Uint8Array(readFileSync(file))
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  return { bytes, type: types[extname(file).toLowerCase()] ?? 'application/octet-stream', etag }
}
