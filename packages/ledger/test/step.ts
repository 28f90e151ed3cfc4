/**
 * Where a test tries every bit, length or size of something, the way from one to the next: 1, but 11 in a mutation run,
 * where every mutant waits for it.
 */
export const step: number = process.env.STRYKER_MUTATOR_WORKER === undefined ? 1 : 11
