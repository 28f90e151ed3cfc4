import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { formatTilePath, tileWidth } from '@wimse-ect/ledger'
import { CheckpointTurns, firstTurn, foundHidden, turnOf } from './folder/checkpoint-turns.ts'
import { makeFolders, syncFolder, writeNewFile } from './folder/durable-files.ts'
import { ignoring, reading, systemCode, writing } from './folder/folder-errors.ts'
import type { TileStore } from './tile-store.ts'

/** What is not published: drafts, and whose turn it is to replace the checkpoint. */
const hiddenName = '.publishing'

const linkAttempts = 5

/**
 * Publishes to a folder on a local POSIX file system, from which any web server serves the log.
 *
 * A tile is written to a draft, synced, and linked to its name, which fails when there is one. How the checkpoint is
 * swapped stands in {@link CheckpointTurns}. A killed publisher leaves at most drafts, in `.publishing/drafts` and
 * `.publishing-*`, which may be deleted while nobody publishes.
 *
 * @param path of the folder, which has to exist: a disk that is not mounted is not taken for an empty log
 * @throws EctError (the store) as {@link TileStore} says
 */
export function folderStore(path: string): TileStore {
  const root = resolve(path)
  const hidden = join(root, hiddenName)
  const turns = new CheckpointTurns(root, hidden)
  const newDraft = (): string => join(hidden, 'drafts', randomUUID())
  let isFounded = false

  async function found(): Promise<void> {
    if (isFounded) return
    await foundHidden(root, hidden)
    isFounded = true
  }

  return {
    read: async (tile) => {
      const place = join(root, formatTilePath(tile))
      const content = await reading(() => readFile(place).catch(ignoring('ENOENT')))
      return content === undefined ? undefined : new Uint8Array(content)
    },

    checkpoint: () =>
      reading(async () => {
        const note = await readFile(join(root, 'checkpoint'), 'utf8').catch(ignoring('ENOENT'))
        if (note !== undefined) return { note, version: turnOf(note) }
        await stat(root)
        return undefined
      }),

    create: async (tile, bytes) => {
      const name = formatTilePath(tile)
      return writing(async () => {
        await found()
        const draft = newDraft()
        try {
          await writeNewFile(draft, bytes)
          return await linkTo(draft, root, name)
        } finally {
          await rm(draft, { force: true })
        }
      })
    },

    swapCheckpoint: async (note, replaces = firstTurn) => {
      if (turnOf(note) === replaces) throw new TypeError('a checkpoint does not replace itself')
      return writing(async () => {
        await found()
        return turns.swap(note, replaces)
      })
    },

    removePartials: async (full) => {
      if (full.width !== tileWidth) throw new TypeError('a tile that is not full replaces no other')
      const partials = join(root, `${formatTilePath(full)}.p`)
      await writing(async () => {
        await found()
        // Moved away first: another publisher may be about to create a file in it.
        const rest = newDraft()
        await rename(partials, rest).catch(ignoring('ENOENT'))
        await rm(rest, { recursive: true, force: true }).catch(ignoring('ENOTEMPTY'))
      })
    },
  }
}

/** Gives a file its name; false when there is one of that name. */
async function linkTo(draft: string, root: string, name: string): Promise<boolean> {
  const place = join(root, name)
  for (let attempt = 1; ; attempt++) {
    await makeFolders(root, dirname(name))
    try {
      const isNew = await link(draft, place).then(() => true, ignoring('EEXIST'))
      // Also when another process linked it, which may not have come to this yet: what is found there counts as
      // published.
      await syncFolder(dirname(place))
      return isNew ?? false
    } catch (error) {
      // Somebody removed the folder of partial tiles just now.
      if (systemCode(error) !== 'ENOENT' || attempt === linkAttempts) throw error
    }
  }
}
