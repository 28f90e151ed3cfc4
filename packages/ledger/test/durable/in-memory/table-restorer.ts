import type { Task } from '@wimse-ect/claims'
import type { Founding } from '../../../src/durable/founding.ts'
import type { Evidence } from '../../../src/durable/judged-batch.ts'
import type { LedgerRestorer } from '../../../src/durable/ledger-restorer.ts'
import type { KeptCheckpoint } from '../../../src/durable/ledger-store.ts'
import type { StoredRecord } from '../../../src/durable/stored-record.ts'
import type { LedgerView } from '../../../src/judge-append.ts'
import type { HashedNode } from '../../../src/merkle/right-edge.ts'
import { TableStore } from './table-store.ts'
import { Tables } from './tables.ts'

/** Restores a ledger into new {@link Tables}. */
export class TableRestorer implements LedgerRestorer {
  /** The restored ledger; `undefined` until there is one. */
  restored: Tables | undefined
  #draft: Tables | undefined

  begin(founding: Founding): void {
    this.#draft = new Tables(founding)
  }

  judge(_: readonly Task[], judgement: (draft: LedgerView<StoredRecord>) => void): void {
    judgement(new TableStore(this.#tables()))
  }

  recordAt(sequence: number): StoredRecord | undefined {
    return new TableStore(this.#tables()).recordAt(sequence)
  }

  write(records: readonly StoredRecord[], nodes: readonly HashedNode[]): void {
    this.#tables().add(records, nodes)
  }

  writeEvidence(evidence: readonly Evidence[]): void {
    this.#tables().addEvidence(evidence)
  }

  finish(checkpoint: KeptCheckpoint | undefined): void {
    const draft = this.#tables()
    draft.checkpoint = checkpoint
    this.restored = draft
  }

  abandon(): void {
    this.#draft = undefined
  }

  #tables(): Tables {
    if (this.#draft === undefined) throw new TypeError('the draft is not open')
    return this.#draft
  }
}
