/** Runs something now; what it returned or threw is had later, by calling the result. */
export function outcomeOf<T>(run: () => T): () => T {
  try {
    const result = run()
    return () => result
  } catch (error) {
    return () => {
      throw error
    }
  }
}
