import { indexKey } from './writer/index-key.ts'

const maxKeys = 32_768

/** The numbers of identifiers in the indexes. It remembers some: a task is looked up again as the parent of others. */
export class IndexKeys {
  readonly #known = new Map<string, number>()

  task(taskId: string): number {
    return this.#key(taskId)
  }

  /** All tasks without a workflow have one number. */
  workflow(workflowId: string | undefined): number {
    return workflowId === undefined ? 0 : this.#key(workflowId)
  }

  token(issuer: string, tokenId: string): number {
    return indexKey(`${issuer} ${tokenId}`)
  }

  #key(text: string): number {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const key = indexKey(text)
    if (this.#known.size >= maxKeys) this.#known.clear()
    this.#known.set(text, key)
    return key
  }
}
