/**
 * What a witness remembers: for each log the latest checkpoint that it cosigned, as text, cosignature included. That is
 * all that keeps it from contradicting itself, so every implementation keeps this contract:
 *
 * **Check and write are one step.** Of two calls that replace the same checkpoint, one gets `false`, whichever process
 * made it. Otherwise a smaller tree could overwrite a larger one, and a fork of the log go unnoticed.
 *
 * **`true` means durable.** The cosignature leaves right after; a crash then must not bring the older checkpoint back.
 *
 * **What cannot be read is not empty.** A state that is damaged, locked or out of reach rejects. A witness that starts
 * again at 0 would cosign any history.
 */
export interface WitnessState {
  /**
   * The latest checkpoint that was cosigned for the log of this name; `undefined` when there was none yet.
   *
   * @throws EctError `ECT_WITNESS_STATE`
   */
  latest(origin: string): Promise<string | undefined>

  /**
   * Replaces the latest checkpoint.
   *
   * @param from what {@link WitnessState.latest} gave
   * @returns false, and nothing is changed, when that is not the latest any more
   * @throws EctError `ECT_WITNESS_STATE`
   */
  advance(origin: string, from: string | undefined, to: string): Promise<boolean>
}

/** A state that is forgotten when the process ends: for tests, and for nothing else. */
export function memoryWitnessState(): WitnessState {
  const notes = new Map<string, string>()
  return {
    async latest(origin) {
      return notes.get(origin)
    },
    async advance(origin, from, to) {
      if (notes.get(origin) !== from) return false
      notes.set(origin, to)
      return true
    },
  }
}
