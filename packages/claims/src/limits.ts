// What a token may hold, and a key. How large a token may be stands in decode-compact-jws.ts, how deep its JSON in
// strict-json.ts. Like the character codes apart from where they are used, for the sake of bundles.

/** Bytes of a `kid` [ENV-KID-FORM]. */
export const maxKidBytes = 512

/** Bytes of `iss`, whatever kind of name it is [CLAIM-ISS-LENGTH]. */
export const maxIssuerBytes = 2048

/** Entries of `aud` [CLAIM-AUD-LIMIT]. */
export const maxAudiences = 64

/** Bytes of `exec_act` [CLAIM-EXEC-ACT-LENGTH]. */
export const maxActionBytes = 256

/** Entries of the claim with the parents, unless the caller says otherwise [CLAIM-PAR-LIMIT]. */
export const defaultMaxParents = 100

/** UTF-8 bytes of the extension object as JSON [CLAIM-EXT-SIZE]. */
export const maxExtensionBytes = 4096

/** Levels of the extension object [CLAIM-EXT-DEPTH]. */
export const maxExtensionDepth = 5

/** Bits of the modulus of an RSA key, at least (RFC 7518 section 3.5). */
export const minRsaBits = 2048
