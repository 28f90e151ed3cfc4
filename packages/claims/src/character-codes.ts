// Apart from where they are used: a bundler writes constants that are imported as the numbers that they are, which
// makes a verifier in a browser smaller.

export const quote = 0x22
export const plus = 0x2b
export const minus = 0x2d
export const dot = 0x2e
export const colon = 0x3a
export const upperE = 0x45
export const openBracket = 0x5b
export const backslash = 0x5c
export const closeBracket = 0x5d
export const lowerE = 0x65
export const openBrace = 0x7b
export const closeBrace = 0x7d
