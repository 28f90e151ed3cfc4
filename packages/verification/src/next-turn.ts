/** Lets what else is waiting in this thread have its turn. */
export function nextTurn(): Promise<void> {
  // Browsers have no setImmediate; a timeout of nothing lasts a millisecond on Node.
  return new Promise((resolve) => (globalThis.setImmediate ?? setTimeout)(resolve))
}
