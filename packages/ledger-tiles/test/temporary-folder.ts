import { fastParent, temporaryFolder } from '../../ledger/contract/temporary-folder.ts'

/** Runs a test with the path of an empty folder. */
export async function onFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const { folder, remove } = temporaryFolder(fastParent())
  try {
    return await run(folder)
  } finally {
    remove()
  }
}
