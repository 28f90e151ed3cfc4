const none: readonly number[] = []

/**
 * Sequences of a ledger by an id, and by an id within a scope: by task and workflow, or by `jti` and issuer.
 *
 * Nearly every id is that of one entry. That one is kept as a bare number, and its scope is asked for; an index by
 * scope is only made of ids that several entries share, so that thousands of workflows with a `task-001` each do not
 * make a look-up slow.
 */
export class ScopedIndex {
  readonly #scopeAt: (sequence: number) => string | undefined
  readonly #byId = new Map<string, number | number[]>()
  readonly #byScope = new Map<string, number[]>()

  /** @param scopeAt the scope of an entry that was added */
  constructor(scopeAt: (sequence: number) => string | undefined) {
    this.#scopeAt = scopeAt
  }

  add(id: string, sequence: number): void {
    const known = this.#byId.get(id)
    if (known === undefined) {
      this.#byId.set(id, sequence)
    } else if (typeof known === 'number') {
      this.#byId.set(id, [known, sequence])
      this.#addToScope(id, known)
      this.#addToScope(id, sequence)
    } else {
      known.push(sequence)
      this.#addToScope(id, sequence)
    }
  }

  /** All with this id, in the order in which they were added. */
  of(id: string): readonly number[] {
    const known = this.#byId.get(id)
    return typeof known === 'number' ? [known] : (known ?? none)
  }

  /** Those of them in one scope; `undefined` is the scope of those that have none. */
  in(id: string, scope: string | undefined): readonly number[] {
    const known = this.#byId.get(id)
    if (known === undefined) return none
    if (typeof known === 'number') return this.#scopeAt(known) === scope ? [known] : none
    return this.#byScope.get(scopeKey(id, scope)) ?? none
  }

  #addToScope(id: string, sequence: number): void {
    addTo(this.#byScope, scopeKey(id, this.#scopeAt(sequence)), sequence)
  }
}

/** Adds a sequence to the list under a key. */
export function addTo(index: Map<string, number[]>, key: string, sequence: number): void {
  const sequences = index.get(key)
  if (sequences === undefined) index.set(key, [sequence])
  else sequences.push(sequence)
}

// No identifier holds a space, so no two pairs share a key.
function scopeKey(id: string, scope: string | undefined): string {
  return scope === undefined ? id : `${id} ${scope}`
}
