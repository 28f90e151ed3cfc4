import type { RecentKeys } from './recent-keys.ts'
import type { EntryRow, Moved } from './writer/rows.ts'

/** The keys in the small tables of both indexes, for the process that writes. */
export class RecentIndexes {
  readonly tasks: RecentKeys
  readonly tokens: RecentKeys

  constructor(tasks: RecentKeys, tokens: RecentKeys) {
    this.tasks = tasks
    this.tokens = tokens
  }

  /** Takes the keys of rows that are going to be written. */
  add(rows: readonly EntryRow[]): void {
    for (const [, , , , , , , , , taskKey, , tokenKey] of rows) {
      this.tasks.add(taskKey)
      this.tokens.add(tokenKey)
    }
  }

  /** Follows what a commit has moved. */
  follow({ tasks, tokens }: Moved): void {
    this.tasks.follow(tasks)
    this.tokens.follow(tokens)
  }
}
