import { folderStore } from '../src/folder-store.ts'
import type { TileStore } from '../src/tile-store.ts'
import { onS3 } from './s3/on-s3.ts'
import { onFolder } from './temporary-folder.ts'

/** A kind of store under test. */
export interface StoreKind {
  readonly name: string
  /** Runs a test with an empty store; `open` opens it, each time as another process would. */
  on<T>(run: (open: () => TileStore) => Promise<T>): Promise<T>
}

/** Every kind of store. */
export const storeKinds: readonly StoreKind[] = [
  { name: 'a folder', on: (run) => onFolder((folder) => run(() => folderStore(folder))) },
  { name: 'S3', on: (run) => onS3(({ open }) => run(() => open())) },
]
