/** Why a file is not opened; the name says which code of the table it becomes. */
export type RefusedFileReason = 'CHANGED' | 'DAMAGED' | 'EXISTS' | 'FORMAT' | 'MISSING' | 'READ_ONLY'

/** The file is not what the caller takes it for. */
export class RefusedFile extends Error {
  readonly reason: RefusedFileReason

  constructor(reason: RefusedFileReason) {
    super(`refused file: ${reason}`)
    this.reason = reason
  }
}
