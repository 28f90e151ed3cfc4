import { readFile } from 'node:fs/promises'
import { requestCosignatures, type WitnessEndpoint } from '@wimse-ect/witness'
import { checkCheckpoint, type LedgerEntry, noteSigner } from 'wimse-ect'
import { forgeLog } from '../forged-log.ts'
import { expectEqual } from '../surprise.ts'
import type { JudgedForgery } from './forgery.ts'

/** What the witness said to two histories that the key of the log had signed. */
export interface JudgedHistories {
  /** The entry that was forged. */
  readonly entry: LedgerEntry
  /** Code of the refusal of the history with that entry forged. */
  readonly changed: string
  /** Code of the refusal of the history that ends before it. */
  readonly cutOff: string
}

/** Who sees the other histories, and what they are signed with. */
interface Parties {
  readonly witness: WitnessEndpoint
  readonly logKey: string
  /** File with the secret key of the log. */
  readonly signerKeyFile: string
}

/**
 * Plays the operator once more, who also has the key of the log: the forged copy gets a tree and a checkpoint of its
 * own, which nobody can tell from a genuine one. The witness can, since it has seen another history
 * [CHECKPOINT-COSIGNATURE]; and it misses the end of one that was cut off.
 */
export async function playSecondHistory(
  entries: readonly LedgerEntry[],
  { entry, forged }: JudgedForgery,
  { witness, logKey, signerKeyFile }: Parties,
): Promise<JudgedHistories> {
  const signer = noteSigner(await readFile(signerKeyFile, 'utf8'))
  const tokens = entries.map(({ compact }) => compact)

  async function refusalOf(history: readonly string[]): Promise<string> {
    const log = forgeLog(history, signer)
    expectEqual('size of the other history', checkCheckpoint(await log.checkpoint(), { logKey }).size, history.length)
    const { answers } = await requestCosignatures(log, [witness])
    return answers.map((answer) => (answer.ok ? 'cosigned' : answer.error.code)).join()
  }

  const changed = await refusalOf(tokens.with(entry.sequence, forged))
  const cutOff = await refusalOf(tokens.slice(0, entry.sequence))
  expectEqual('answers of the witness', [changed, cutOff], ['ECT_WITNESS_INCONSISTENT', 'ECT_WITNESS_AHEAD'])
  expectEqual('answer to the ledger itself', await refusalOf(tokens), 'cosigned')
  return { entry, changed, cutOff }
}
