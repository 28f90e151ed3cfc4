/** What is fixed about one code. */
export interface ErrorCode {
  /** Section of draft-nennemann-wimse-execution-context-00 whose rule was broken. */
  readonly section: string
  /** HTTP status a remote peer is given [HTTP-STATUS]; everything else about the failure stays in the local log. */
  readonly status: 400 | 403 | 413 | 431 | 500 | 503
  /** What happened, for a person. */
  readonly meaning: string
}

const table = {
  ECT_FIELD_SYNTAX: {
    section: '5',
    status: 400,
    meaning: 'The Execution-Context field or body is not a list of compact tokens.',
  },
  ECT_FIELD_COUNT: {
    section: '5',
    status: 431,
    meaning: 'The field or body carries more tokens than the limit allows.',
  },
  ECT_FIELD_SIZE: {
    section: '5',
    status: 431,
    meaning: 'The tokens are larger than a header field may be.',
  },
  ECT_FIELD_BODY_SIZE: {
    section: '5',
    status: 413,
    meaning: 'The body of tokens is larger than the limit.',
  },
  ECT_FIELD_MISSING: {
    section: '5',
    status: 400,
    meaning: 'A message that must carry tokens carries none.',
  },
  ECT_FIELD_UNRELATED: {
    section: '5',
    status: 403,
    meaning: 'No token of the response names the task of the request as its parent.',
  },

  ECT_TOKEN_SEGMENTS: {
    section: '4.1',
    status: 403,
    meaning: 'The token is not a string of three non-empty segments.',
  },
  ECT_TOKEN_SIZE: {
    section: '4.1',
    status: 403,
    meaning: 'The token is longer than 65,535 bytes.',
  },
  ECT_TOKEN_BASE64URL: {
    section: '4.1',
    status: 403,
    meaning: 'A segment is not canonical base64url.',
  },
  ECT_TOKEN_UTF8: {
    section: '4.1',
    status: 403,
    meaning: 'The header, the payload or a text in CBOR is not UTF-8, or JSON starts with a byte order mark.',
  },
  ECT_TOKEN_JSON: {
    section: '4.1',
    status: 403,
    meaning: 'The header or payload is not one JSON object.',
  },
  ECT_TOKEN_DUPLICATE: {
    section: '4.1',
    status: 403,
    meaning: 'An object or map names the same member twice.',
  },
  ECT_TOKEN_NAME: {
    section: '4.1',
    status: 403,
    meaning: 'A JSON member is named __proto__, constructor or prototype.',
  },
  ECT_TOKEN_NUMBER: {
    section: '4.1',
    status: 403,
    meaning: 'A number is negative zero or not finite as a double; in CBOR a float, or an integer beyond 2^53-1.',
  },
  ECT_TOKEN_SURROGATE: {
    section: '4.1',
    status: 403,
    meaning: 'A JSON string holds half of a surrogate pair.',
  },
  ECT_TOKEN_DEPTH: {
    section: '4.1',
    status: 403,
    meaning: 'The JSON or CBOR is nested deeper than 8 levels.',
  },
  ECT_TOKEN_REVISION: {
    section: '4.2',
    status: 403,
    meaning: 'The claims belong to a revision of the draft that the caller did not list, or to two at once.',
  },
  ECT_TOKEN_LEVEL: {
    section: '4.1',
    status: 403,
    meaning: 'The token is of a lower level than the least one the caller accepts.',
  },
  ECT_TOKEN_CBOR: {
    section: '4.1',
    status: 403,
    meaning: 'The message, its protected header or its payload is not CBOR in its one form.',
  },
  ECT_TOKEN_COSE: {
    section: '4.1',
    status: 403,
    meaning: 'The message is not a COSE_Sign1 under tag 18 with a protected header, a payload and a signature.',
  },

  ECT_HEADER_TYP: {
    section: '4.1',
    status: 403,
    meaning: 'The header member typ is not the one of an accepted revision.',
  },
  ECT_HEADER_ALG: {
    section: '4.1',
    status: 403,
    meaning: 'The header member alg is not on the allow-list.',
  },
  ECT_HEADER_KID: {
    section: '4.1',
    status: 403,
    meaning: 'The header member kid is missing, empty, longer than 512 bytes or holds control characters.',
  },
  ECT_HEADER_FORBIDDEN: {
    section: '4.1',
    status: 403,
    meaning: 'The header holds crit, b64, zip, enc, cty, jwk, jku, x5u or x5c; in CBOR anything but alg, kid and typ.',
  },

  ECT_KEY_UNKNOWN: {
    section: '7',
    status: 403,
    meaning: 'No key is known for the kid.',
  },
  ECT_KEY_UNFIT: {
    section: '7',
    status: 403,
    meaning: "The key's kty, crv, use, key_ops or alg does not fit the token's alg.",
  },
  ECT_KEY_UNAVAILABLE: {
    section: '7',
    status: 503,
    meaning: 'The source of keys could not be reached or gave no usable answer.',
  },
  ECT_KEY_WIT: {
    section: '7',
    status: 403,
    meaning: 'A Workload Identity Token is malformed, not genuine or not of a configured trust domain.',
  },
  ECT_KEY_REVOKED: {
    section: '7',
    status: 403,
    meaning: 'The key was revoked.',
  },
  ECT_KEY_VALIDITY: {
    section: '7',
    status: 403,
    meaning: 'The key is not yet or no longer valid at the time that counts.',
  },
  ECT_KEY_OWNER: {
    section: '7',
    status: 403,
    meaning: 'The key names no owner, so nobody answers for the token.',
  },

  ECT_SIGNATURE_FORMAT: {
    section: '7',
    status: 403,
    meaning: 'The signature has the wrong length, or r or s is out of range.',
  },
  ECT_SIGNATURE_INVALID: {
    section: '7',
    status: 403,
    meaning: 'The signature does not belong to this header, payload and key.',
  },
  ECT_SIGNATURE_DER: {
    section: '4.1',
    status: 500,
    meaning: 'A signer returned an ECDSA signature that is not strict DER.',
  },
  ECT_SIGNATURE_SIGNER: {
    section: '4.1',
    status: 500,
    meaning: 'A signer failed, or returned a signature that its own public key does not confirm.',
  },

  ECT_PARTY_ISSUER: {
    section: '7',
    status: 403,
    meaning: 'iss is not the owner of the key.',
  },
  ECT_PARTY_AUDIENCE: {
    section: '7',
    status: 403,
    meaning: 'The verifier is not in aud.',
  },

  ECT_TIME_EXPIRED: {
    section: '7',
    status: 403,
    meaning: 'The token has expired.',
  },
  ECT_TIME_TOO_OLD: {
    section: '7',
    status: 403,
    meaning: 'iat is longer ago than the verifier allows.',
  },
  ECT_TIME_FUTURE: {
    section: '7',
    status: 403,
    meaning: 'iat or nbf is in the future.',
  },

  ECT_CLAIM_MISSING: {
    section: '4.2',
    status: 403,
    meaning: 'A required claim is missing.',
  },
  ECT_CLAIM_TYPE: {
    section: '4.2',
    status: 403,
    meaning: 'A claim has the wrong type; null is a wrong type, never "absent".',
  },
  ECT_CLAIM_INTEGER: {
    section: '4.2',
    status: 403,
    meaning: 'An integer claim is negative, above 2^53-1, or written with a fraction or exponent.',
  },
  ECT_CLAIM_STRING: {
    section: '4.2',
    status: 403,
    meaning: 'A string claim is empty, too long or holds control characters.',
  },
  ECT_CLAIM_SPIFFE_ID: {
    section: '4.2',
    status: 403,
    meaning: 'The claim is not a SPIFFE ID.',
  },
  ECT_CLAIM_ID: {
    section: '4.2',
    status: 403,
    meaning: 'An identifier is not a UUID, or not an identifier of the kind in use.',
  },
  ECT_CLAIM_AUDIENCE: {
    section: '4.2',
    status: 403,
    meaning: 'aud is empty, has an empty entry or more than 64 entries.',
  },
  ECT_CLAIM_SUBJECT: {
    section: '4.2',
    status: 403,
    meaning: 'sub differs from iss.',
  },
  ECT_CLAIM_EXPIRY: {
    section: '4.2',
    status: 403,
    meaning: 'exp is not after iat.',
  },
  ECT_CLAIM_PARENTS: {
    section: '4.2',
    status: 403,
    meaning: 'par names a task twice or has too many entries.',
  },
  ECT_CLAIM_DECISION: {
    section: '4.2',
    status: 403,
    meaning: 'pol_decision is not approved, rejected or pending_human_review.',
  },
  ECT_CLAIM_HASH: {
    section: '4.2',
    status: 403,
    meaning: 'A hash claim has an unknown algorithm, is not base64url or has the wrong length.',
  },
  ECT_CLAIM_EXT: {
    section: '4.2',
    status: 403,
    meaning: 'ext is too large, too deep or has a member name that is not reverse-domain.',
  },
  ECT_CLAIM_POLICY_TIME: {
    section: '4.2',
    status: 403,
    meaning: 'pol_timestamp is after iat.',
  },
  ECT_CLAIM_COMPENSATION: {
    section: '4.2',
    status: 403,
    meaning: 'compensation_required is true without a compensation_reason.',
  },

  ECT_REPLAY_SEEN: {
    section: '7',
    status: 403,
    meaning: 'The issuer already used this jti.',
  },
  ECT_REPLAY_CAPACITY: {
    section: '7',
    status: 503,
    meaning: 'The replay memory is full of unexpired entries.',
  },
  ECT_REPLAY_UNAVAILABLE: {
    section: '7',
    status: 503,
    meaning: 'The replay memory could not be asked.',
  },

  ECT_DAG_CYCLE: {
    section: '6',
    status: 403,
    meaning: 'The task would be its own ancestor.',
  },
  ECT_DAG_TASK_EXISTS: {
    section: '6',
    status: 403,
    meaning: 'A task with this id is already recorded in the same scope.',
  },
  ECT_DAG_PARENT_MISSING: {
    section: '6',
    status: 403,
    meaning: 'A parent is not in the store, or only in another workflow.',
  },
  ECT_DAG_PARENT_AMBIGUOUS: {
    section: '6',
    status: 403,
    meaning: 'Several recorded tasks have the id of a parent and none of them is preferred.',
  },
  ECT_DAG_PARENT_REVISION: {
    section: '6',
    status: 403,
    meaning: 'A parent is a task of another revision of the draft.',
  },
  ECT_DAG_PARENT_WORKFLOW: {
    section: '6',
    status: 403,
    meaning: 'A parent belongs to another workflow than the child, in a revision where both share it.',
  },
  ECT_DAG_PARENT_TIME: {
    section: '6',
    status: 403,
    meaning: 'A parent was issued after its child by more than the clocks may be apart.',
  },
  ECT_DAG_LIMIT: {
    section: '6',
    status: 403,
    meaning: 'The ancestors are more than the traversal limit.',
  },
  ECT_DAG_PARENT_POLICY: {
    section: '6',
    status: 403,
    meaning: 'A parent was rejected or awaits review, and the task neither compensates nor reviews it.',
  },

  ECT_LEDGER_EQUIVOCATION: {
    section: '9',
    status: 403,
    meaning: 'The issuer signed two different records of one task with the same key.',
  },
  ECT_LEDGER_IDS: {
    section: '9',
    status: 403,
    meaning: 'The ledger was created for the other kind of identifiers.',
  },
  ECT_LEDGER_CAPACITY: {
    section: '9',
    status: 503,
    meaning: 'The ledger has reached its limit of entries.',
  },
  ECT_LEDGER_UNAVAILABLE: {
    section: '9',
    status: 503,
    meaning: 'The ledger could not be reached, or could not write.',
  },
  ECT_LEDGER_DAMAGED: {
    section: '9',
    status: 503,
    meaning: 'What is stored is not what the log committed to: an entry, a tile or a tree node is missing or altered.',
  },
  ECT_LEDGER_LOCKED: {
    section: '9',
    status: 503,
    meaning: 'Another process writes to the ledger, or keeps its database locked.',
  },
  ECT_LEDGER_READ_ONLY: {
    section: '9',
    status: 503,
    meaning: 'The file or file system of the ledger cannot be written to.',
  },
  ECT_LEDGER_DISK_FULL: {
    section: '9',
    status: 503,
    meaning: 'There is no room left for the ledger.',
  },
  ECT_LEDGER_ROLLED_BACK: {
    section: '9',
    status: 503,
    meaning: 'The ledger has fewer entries than it has signed for.',
  },
  ECT_LEDGER_FORMAT: {
    section: '9',
    status: 503,
    meaning: 'The file is not a ledger of this kind, or was written by a later version.',
  },
  ECT_LEDGER_EXISTS: {
    section: '9',
    status: 503,
    meaning: 'A new ledger was to be created where there already is one.',
  },

  ECT_PROOF_FORMAT: {
    section: '9',
    status: 403,
    meaning: 'The receipt is not a tlog-proof in its one form.',
  },
  ECT_PROOF_TOKEN: {
    section: '9',
    status: 403,
    meaning: 'The receipt carries another token than the one it is checked for, or none was given and it carries none.',
  },
  ECT_PROOF_INCLUSION: {
    section: '9',
    status: 403,
    meaning: 'The inclusion proof does not lead from the token to the root of the checkpoint.',
  },
  ECT_PROOF_CONSISTENCY: {
    section: '9',
    status: 403,
    meaning: 'The later tree is not proved to contain the earlier one.',
  },
  ECT_PROOF_RANGE: {
    section: '9',
    status: 403,
    meaning: 'The log has no such entry, or was never that large.',
  },

  ECT_CHECKPOINT_FORMAT: {
    section: '9',
    status: 403,
    meaning: 'The checkpoint is not a signed note in its one form, or has too many signatures.',
  },
  ECT_CHECKPOINT_KEY: {
    section: '9',
    status: 403,
    meaning: 'The key is not a note key, or not of the kind that is needed here.',
  },
  ECT_CHECKPOINT_ORIGIN: {
    section: '9',
    status: 403,
    meaning: 'The checkpoint is of another log.',
  },
  ECT_CHECKPOINT_SIGNATURE: {
    section: '9',
    status: 403,
    meaning: 'The log has not signed the checkpoint, or a signature by the log or by a known witness is wrong.',
  },
  ECT_CHECKPOINT_WITNESSES: {
    section: '9',
    status: 403,
    meaning: 'Fewer witnesses have cosigned the checkpoint than the policy asks for.',
  },

  ECT_WITNESS_UNAVAILABLE: {
    section: '9',
    status: 503,
    meaning: 'The witness could not be reached, did not answer in time, or said that it cannot answer now.',
  },
  ECT_WITNESS_ANSWER: {
    section: '9',
    status: 503,
    meaning:
      'What answered is no witness, or answered what no witness should: a redirect, another status, too many bytes.',
  },
  ECT_WITNESS_LOG_UNKNOWN: {
    section: '9',
    status: 503,
    meaning: 'The witness does not follow this log, or there is no witness at this URL.',
  },
  ECT_WITNESS_LOG_KEY: {
    section: '9',
    status: 503,
    meaning: 'The witness knows the log by another key.',
  },
  ECT_WITNESS_COSIGNATURE: {
    section: '9',
    status: 503,
    meaning: 'The answer holds no cosignature that the key of the witness made over this checkpoint.',
  },
  ECT_WITNESS_INCONSISTENT: {
    section: '9',
    status: 503,
    meaning: 'The witness has cosigned a tree that this checkpoint does not contain.',
  },
  ECT_WITNESS_AHEAD: {
    section: '9',
    status: 503,
    meaning: 'The witness says that it cosigned a larger tree than the log has.',
  },
  ECT_WITNESS_BUSY: {
    section: '9',
    status: 503,
    meaning: 'The witness was given another checkpoint of this log at the same time.',
  },
  ECT_WITNESS_STATE: {
    section: '9',
    status: 503,
    meaning: 'What the witness cosigned before cannot be read or written, or is damaged.',
  },
  ECT_WITNESS_LOCKED: {
    section: '9',
    status: 503,
    meaning: 'Another process has the state of this witness open.',
  },
} as const

/** Every code an {@link EctError} can carry. A code is never renamed and never reused. */
export type EctErrorCode = keyof typeof table

/** The table of codes: where the rule stands, what a peer is told and what it means. What helps is in remedies.ts. */
export const codeTable: Readonly<Record<EctErrorCode, ErrorCode>> = table
