/** What is fixed about one code. */
export interface ErrorCode {
  /** Section of draft-nennemann-wimse-execution-context-00 whose rule was broken. */
  readonly section: string
  /** What happened, for a person. */
  readonly meaning: string
}

/** What happened, by the section of the draft whose rule was broken. */
const meanings = {
  '4.1': {
    ECT_TOKEN_SEGMENTS: 'The token is not a string of three non-empty segments.',
    ECT_TOKEN_SIZE: 'The token is longer than 65,535 bytes.',
    ECT_TOKEN_BASE64URL: 'A segment is not canonical base64url.',
    ECT_TOKEN_UTF8: 'The header, the payload or a text in CBOR is not UTF-8, or JSON starts with a byte order mark.',
    ECT_TOKEN_JSON: 'The header or payload is not one JSON object.',
    ECT_TOKEN_DUPLICATE: 'An object or map names the same member twice.',
    ECT_TOKEN_NAME: 'A JSON member is named __proto__, constructor or prototype.',
    ECT_TOKEN_NUMBER:
      'A number is negative zero or not finite as a double; in CBOR a float, or an integer beyond 2^53-1.',
    ECT_TOKEN_SURROGATE: 'A JSON string holds half of a surrogate pair.',
    ECT_TOKEN_DEPTH: 'The JSON or CBOR is nested deeper than 8 levels.',
    ECT_TOKEN_LEVEL: 'The token is of a lower level than the least one the caller accepts.',
    ECT_TOKEN_CBOR: 'The message, its protected header or its payload is not CBOR in its one form.',
    ECT_TOKEN_COSE: 'The message is not a COSE_Sign1 under tag 18 with a protected header, a payload and a signature.',

    ECT_HEADER_TYP: 'The header member typ is not the one of an accepted revision.',
    ECT_HEADER_ALG: 'The header member alg is not on the allow-list.',
    ECT_HEADER_KID: 'The header member kid is missing, empty, longer than 512 bytes or holds control characters.',
    ECT_HEADER_FORBIDDEN:
      'The header holds crit, b64, zip, enc, cty, jwk, jku, x5u or x5c; in CBOR anything but alg, kid and typ.',

    ECT_SIGNATURE_DER: 'A signer returned an ECDSA signature that is not strict DER.',
    ECT_SIGNATURE_SIGNER: 'A signer failed, or returned a signature that its own public key does not confirm.',
  },
  '4.2': {
    ECT_TOKEN_REVISION: 'The claims belong to a revision of the draft that the caller did not list, or to two at once.',

    ECT_CLAIM_MISSING: 'A required claim is missing.',
    ECT_CLAIM_TYPE: 'A claim has the wrong type; null is a wrong type, never "absent".',
    ECT_CLAIM_INTEGER: 'An integer claim is negative, above 2^53-1, or written with a fraction or exponent.',
    ECT_CLAIM_STRING: 'A string claim is empty, too long or holds control characters.',
    ECT_CLAIM_SPIFFE_ID: 'The claim is not a SPIFFE ID.',
    ECT_CLAIM_ID: 'An identifier is not a UUID, or not an identifier of the kind in use.',
    ECT_CLAIM_AUDIENCE: 'aud is empty, has an empty entry or more than 64 entries.',
    ECT_CLAIM_SUBJECT: 'sub differs from iss.',
    ECT_CLAIM_EXPIRY: 'exp is not after iat.',
    ECT_CLAIM_PARENTS: 'par names a task twice or has too many entries.',
    ECT_CLAIM_DECISION: 'pol_decision is not approved, rejected or pending_human_review.',
    ECT_CLAIM_HASH: 'A hash claim has an unknown algorithm, is not base64url or has the wrong length.',
    ECT_CLAIM_EXT: 'ext is too large, too deep or has a member name that is not reverse-domain.',
    ECT_CLAIM_POLICY_TIME: 'pol_timestamp is after iat.',
    ECT_CLAIM_COMPENSATION: 'compensation_required is true without a compensation_reason.',
  },
  '5': {
    ECT_FIELD_SYNTAX: 'The Execution-Context field or body is not a list of compact tokens.',
    ECT_FIELD_COUNT: 'The field or body carries more tokens than the limit allows.',
    ECT_FIELD_SIZE: 'The tokens are larger than a header field may be.',
    ECT_FIELD_BODY_SIZE: 'The body of tokens is larger than the limit.',
    ECT_FIELD_MISSING: 'A message that must carry tokens carries none.',
    ECT_FIELD_UNRELATED: 'No token of the response names the task of the request as its parent.',
  },
  '6': {
    ECT_DAG_CYCLE: 'The task would be its own ancestor.',
    ECT_DAG_TASK_EXISTS: 'A task with this id is already recorded in the same scope.',
    ECT_DAG_PARENT_MISSING: 'A parent is not in the store, or only in another workflow.',
    ECT_DAG_PARENT_AMBIGUOUS: 'Several recorded tasks have the id of a parent and none of them is preferred.',
    ECT_DAG_PARENT_REVISION: 'A parent is a task of another revision of the draft.',
    ECT_DAG_PARENT_WORKFLOW: 'A parent belongs to another workflow than the child, in a revision where both share it.',
    ECT_DAG_PARENT_TIME: 'A parent was issued after its child by more than the clocks may be apart.',
    ECT_DAG_LIMIT: 'The ancestors are more than the traversal limit.',
    ECT_DAG_PARENT_POLICY: 'A parent was rejected or awaits review, and the task neither compensates nor reviews it.',
  },
  '7': {
    ECT_KEY_UNKNOWN: 'No key is known for the kid.',
    ECT_KEY_UNFIT: "The key's kty, crv, use, key_ops or alg does not fit the token's alg.",
    ECT_KEY_UNAVAILABLE: 'The source of keys could not be reached or gave no usable answer.',
    ECT_KEY_WIT: 'A Workload Identity Token is malformed, not genuine or not of a configured trust domain.',
    ECT_KEY_REVOKED: 'The key was revoked.',
    ECT_KEY_VALIDITY: 'The key is not yet or no longer valid at the time that counts.',
    ECT_KEY_OWNER: 'The key names no owner, so nobody answers for the token.',

    ECT_SIGNATURE_FORMAT: 'The signature has the wrong length, or r or s is out of range.',
    ECT_SIGNATURE_INVALID: 'The signature does not belong to this header, payload and key.',

    ECT_PARTY_ISSUER: 'iss is not the owner of the key.',
    ECT_PARTY_AUDIENCE: 'The verifier is not in aud.',

    ECT_TIME_EXPIRED: 'The token has expired.',
    ECT_TIME_TOO_OLD: 'iat is longer ago than the verifier allows.',
    ECT_TIME_FUTURE: 'iat or nbf is in the future.',

    ECT_REPLAY_SEEN: 'The issuer already used this jti.',
    ECT_REPLAY_CAPACITY: 'The replay memory is full of unexpired entries.',
    ECT_REPLAY_UNAVAILABLE: 'The replay memory could not be asked.',
  },
  '9': {
    ECT_LEDGER_EQUIVOCATION: 'The issuer signed two different records of one task with the same key.',
    ECT_LEDGER_IDS: 'The ledger was created for the other kind of identifiers.',
    ECT_LEDGER_CAPACITY: 'The ledger has reached its limit of entries.',
    ECT_LEDGER_UNAVAILABLE: 'The ledger could not be reached, or could not write.',
    ECT_LEDGER_DAMAGED:
      'What is stored is not what the log committed to: an entry, a tile or a tree node is missing or altered.',
    ECT_LEDGER_LOCKED: 'Another process writes to the ledger, or keeps its database locked.',
    ECT_LEDGER_READ_ONLY: 'The file or file system of the ledger cannot be written to.',
    ECT_LEDGER_DISK_FULL: 'There is no room left for the ledger.',
    ECT_LEDGER_ROLLED_BACK: 'The ledger has fewer entries than it has signed for.',
    ECT_LEDGER_FORMAT: 'The file is not a ledger of this kind, or was written by a later version.',
    ECT_LEDGER_EXISTS: 'A new ledger was to be created where there already is one.',

    ECT_PROOF_FORMAT: 'The receipt is not a tlog-proof in its one form.',
    ECT_PROOF_TOKEN:
      'The receipt carries another token than the one it is checked for, or none was given and it carries none.',
    ECT_PROOF_INCLUSION: 'The inclusion proof does not lead from the token to the root of the checkpoint.',
    ECT_PROOF_CONSISTENCY: 'The later tree is not proved to contain the earlier one.',
    ECT_PROOF_RANGE: 'The log has no such entry, or was never that large.',

    ECT_CHECKPOINT_FORMAT: 'The checkpoint is not a signed note in its one form, or has too many signatures.',
    ECT_CHECKPOINT_KEY: 'The key is not a note key, or not of the kind that is needed here.',
    ECT_CHECKPOINT_ORIGIN: 'The checkpoint is of another log.',
    ECT_CHECKPOINT_SIGNATURE:
      'The log has not signed the checkpoint, or a signature by the log or by a known witness is wrong.',
    ECT_CHECKPOINT_WITNESSES: 'Fewer witnesses have cosigned the checkpoint than the policy asks for.',

    ECT_WITNESS_UNAVAILABLE:
      'The witness could not be reached, did not answer in time, or said that it cannot answer now.',
    ECT_WITNESS_ANSWER:
      'What answered is no witness, or answered what no witness should: a redirect, another status, too many bytes.',
    ECT_WITNESS_LOG_UNKNOWN: 'The witness does not follow this log, or there is no witness at this URL.',
    ECT_WITNESS_LOG_KEY: 'The witness knows the log by another key.',
    ECT_WITNESS_COSIGNATURE: 'The answer holds no cosignature that the key of the witness made over this checkpoint.',
    ECT_WITNESS_INCONSISTENT: 'The witness has cosigned a tree that this checkpoint does not contain.',
    ECT_WITNESS_AHEAD: 'The witness says that it cosigned a larger tree than the log has.',
    ECT_WITNESS_BUSY: 'The witness was given another checkpoint of this log at the same time.',
    ECT_WITNESS_STATE: 'What the witness cosigned before cannot be read or written, or is damaged.',
    ECT_WITNESS_LOCKED: 'Another process has the state of this witness open.',
  },
} as const

type Meanings = typeof meanings

/** Every code an {@link EctError} can carry. A code is never renamed and never reused. */
export type EctErrorCode = { [Section in keyof Meanings]: keyof Meanings[Section] }[keyof Meanings]

/**
 * The table of codes: where the rule stands and what happened. What a peer is told is in error-status.ts, what helps in
 * remedies.ts.
 */
export const codeTable: Readonly<Record<EctErrorCode, ErrorCode>> = tableOfCodes()

function tableOfCodes(): Record<EctErrorCode, ErrorCode> {
  const rows = Object.entries(meanings).flatMap(([section, ofSection]) =>
    Object.entries(ofSection).map(([code, meaning]) => [code, { section, meaning }]),
  )
  return Object.fromEntries(rows) as Record<EctErrorCode, ErrorCode>
}
