import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolders, syncFolder, writeNewFile } from './durable-files.ts'
import { ignoring } from './folder-errors.ts'

/** The turn in which the first checkpoint is decided. */
export const firstTurn = 'first'

/** Name of a checkpoint: what it is replaced by is decided in the turn of this name. */
export function turnOf(note: string): string {
  return createHash('sha256').update(note).digest('hex')
}

/**
 * Compare-and-swap of the file `checkpoint`, made of `rename` alone: no lock that a dead process holds, no clock.
 *
 * While a checkpoint is the present one, there is a folder named after it, its turn. The next checkpoint is decided by
 * renaming a folder with all that follows to `next` in that turn: of many writers one succeeds, because a `next` that
 * is not empty cannot be replaced. What follows from the decision, anybody does, in this order: move the turn of the
 * next checkpoint to its place, move the next checkpoint over the present one, take the old turn away. Each is one
 * rename whose source exists once and never again: a writer that was paused for hours finds nothing to move, and a turn
 * that is over can neither be decided nor made again. So the checkpoint is only ever moved from one to the one that was
 * decided after it.
 */
export class CheckpointTurns {
  readonly #root: string
  readonly #turns: string
  readonly #drafts: string

  /**
   * @param root the folder of the published log
   * @param hidden the folder that {@link foundHidden} made in it
   */
  constructor(root: string, hidden: string) {
    this.#root = root
    this.#turns = join(hidden, 'turns')
    this.#drafts = join(hidden, 'drafts')
  }

  /** @returns false when the turn is over, or was decided by another */
  async swap(note: string, turn: string): Promise<boolean> {
    const draft = join(this.#drafts, randomUUID())
    try {
      await prepare(draft, note)
      const isDecided = await this.#decide(draft, turn)
      await this.#finish(turn)
      return isDecided
    } finally {
      await rm(draft, { recursive: true, force: true })
    }
  }

  async #decide(draft: string, turn: string): Promise<boolean> {
    try {
      await rename(draft, join(this.#turns, turn, 'next'))
      return true
    } catch (error) {
      // There is a next one already, or no such turn any more.
      ignoring('ENOTEMPTY', 'EEXIST', 'ENOENT')(error)
      return false
    }
  }

  /**
   * Does what is left to do in a turn that was decided, perhaps by a writer that is no more. What is not there any more
   * was done by another.
   */
  async #finish(turn: string): Promise<void> {
    const next = join(this.#turns, turn, 'next')
    const note = await readFile(join(next, 'note'), 'utf8').catch(ignoring('ENOENT'))
    if (note === undefined) return
    await syncFolder(join(this.#turns, turn)).catch(ignoring('ENOENT'))
    await rename(join(next, 'turn'), join(this.#turns, turnOf(note))).catch(ignoring('ENOENT'))
    await syncFolder(this.#turns)
    await rename(join(next, 'checkpoint'), join(this.#root, 'checkpoint')).catch(ignoring('ENOENT'))
    await syncFolder(this.#root)
    await this.#retire(turn)
  }

  /** Takes the turn away in one step; what is left of it is nobody's any more. */
  async #retire(turn: string): Promise<void> {
    const rest = join(this.#drafts, randomUUID())
    await rename(join(this.#turns, turn), rest).catch(ignoring('ENOENT'))
    await rm(rest, { recursive: true, force: true })
  }
}

/** Makes what becomes `next`: the note for all who finish, the same file once more to be moved, the turn after it. */
async function prepare(draft: string, note: string): Promise<void> {
  await mkdir(draft)
  await mkdir(join(draft, 'turn'))
  await writeNewFile(join(draft, 'note'), note)
  await link(join(draft, 'note'), join(draft, 'checkpoint'))
  await syncFolder(draft)
}

/**
 * Makes the hidden folder, unless there is one. Where a checkpoint lies already, as in a copy that was made without
 * hidden folders, its turn is the present one. All of it appears with one rename, so that no turn is made twice.
 */
export async function foundHidden(root: string, hidden: string): Promise<void> {
  const draft = `${hidden}-${randomUUID()}`
  await mkdir(draft)
  try {
    const note = await readFile(join(root, 'checkpoint'), 'utf8').catch(ignoring('ENOENT'))
    await makeFolders(draft, 'drafts')
    await makeFolders(draft, join('turns', note === undefined ? firstTurn : turnOf(note)))
    await rename(draft, hidden).catch(ignoring('ENOTEMPTY', 'EEXIST'))
    await syncFolder(root)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
