// In a bundle for browsers every header is read: a page verifies few tokens, and a signature takes WebCrypto far longer
// than what would be saved.

/** Knows none. */
export function knownHeader(_segment: string): undefined {}

/** Keeps nothing. */
export function keepHeader(_segment: string, _header: object): void {}
