/** Tokens that are read together, and of which the signatures are checked together. */
export const groupSize = 256

/** Signatures between two turns of others: about a millisecond where they are computed on the calling thread. */
export const turnSize = 16
