/** What the table knows about one code. */
export interface ErrorCodeFacts {
  /** Section of draft-nennemann-wimse-execution-context-00 whose rule was broken. */
  readonly section: string
  /** HTTP status a remote peer is given [HTTP-STATUS]; everything else about the failure stays in the local log. */
  readonly status: 400 | 403 | 413 | 431 | 500 | 503
  /** What happened, for a person. */
  readonly meaning: string
  /** What to do about it, for a person. */
  readonly remedy: string
}

const table = {
  ECT_FIELD_SYNTAX: {
    section: '5',
    status: 400,
    meaning: 'The Execution-Context field or body is not a list of compact tokens.',
    remedy: 'Send one token per field line, or several separated by commas, without control characters.',
  },
  ECT_FIELD_COUNT: {
    section: '5',
    status: 431,
    meaning: 'The field or body carries more tokens than the limit allows.',
    remedy: 'Send only the direct parents, or raise the limit on both sides.',
  },
  ECT_FIELD_SIZE: {
    section: '5',
    status: 431,
    meaning: 'The tokens are larger than a header field may be.',
    remedy: 'Use the body form, media type application/wimse-exec+jwt.',
  },
  ECT_FIELD_BODY_SIZE: {
    section: '5',
    status: 413,
    meaning: 'The body of tokens is larger than the limit.',
    remedy: 'Send fewer tokens per request, or raise the limit.',
  },
  ECT_FIELD_MISSING: {
    section: '5',
    status: 400,
    meaning: 'A message that must carry tokens carries none.',
    remedy: 'Send the Execution-Context field, or the body form.',
  },
  ECT_FIELD_UNRELATED: {
    section: '5',
    status: 403,
    meaning: 'No token of the response names the task of the request as its parent.',
    remedy: 'Ask the server which task it answered; the response may belong to another request.',
  },

  ECT_TOKEN_SEGMENTS: {
    section: '4.1',
    status: 403,
    meaning: 'The token is not a string of three non-empty segments.',
    remedy: 'Send the JWS Compact Serialization: header, payload and signature separated by dots.',
  },
  ECT_TOKEN_SIZE: {
    section: '4.1',
    status: 403,
    meaning: 'The token is longer than 65,535 bytes.',
    remedy: 'Put large data elsewhere and its digest into inp_hash or out_hash.',
  },
  ECT_TOKEN_BASE64URL: {
    section: '4.1',
    status: 403,
    meaning: 'A segment is not canonical base64url.',
    remedy: 'Encode without padding, white space or line breaks, and with all unused bits zero.',
  },
  ECT_TOKEN_UTF8: {
    section: '4.1',
    status: 403,
    meaning: 'The header, the payload or a text in CBOR is not UTF-8, or JSON starts with a byte order mark.',
    remedy: 'Encode text as plain UTF-8.',
  },
  ECT_TOKEN_JSON: {
    section: '4.1',
    status: 403,
    meaning: 'The header or payload is not one JSON object.',
    remedy: 'Write one JSON object and nothing after it.',
  },
  ECT_TOKEN_DUPLICATE: {
    section: '4.1',
    status: 403,
    meaning: 'An object or map names the same member twice.',
    remedy: 'Name each member once: two readers could take two different values.',
  },
  ECT_TOKEN_NAME: {
    section: '4.1',
    status: 403,
    meaning: 'A JSON member is named __proto__, constructor or prototype.',
    remedy: 'Rename the member.',
  },
  ECT_TOKEN_NUMBER: {
    section: '4.1',
    status: 403,
    meaning: 'A number is negative zero or not finite as a double; in CBOR a float, or an integer beyond 2^53-1.',
    remedy: 'Write a number that every reader understands alike, or a string.',
  },
  ECT_TOKEN_SURROGATE: {
    section: '4.1',
    status: 403,
    meaning: 'A JSON string holds half of a surrogate pair.',
    remedy: 'Write whole characters.',
  },
  ECT_TOKEN_DEPTH: {
    section: '4.1',
    status: 403,
    meaning: 'The JSON or CBOR is nested deeper than 8 levels.',
    remedy: 'Flatten the structure.',
  },
  ECT_TOKEN_REVISION: {
    section: '4.2',
    status: 403,
    meaning: 'The claims belong to a revision of the draft that the caller did not list, or to two at once.',
    remedy: 'List the revision, or issue the token in a listed one.',
  },
  ECT_TOKEN_LEVEL: {
    section: '4.1',
    status: 403,
    meaning: 'The token is of a lower level than the least one the caller accepts.',
    remedy: 'Sign the token (level 2) and record it in a ledger (level 3, with its receipt).',
  },
  ECT_TOKEN_CBOR: {
    section: '4.1',
    status: 403,
    meaning: 'The message, its protected header or its payload is not CBOR in its one form.',
    remedy: 'Encode deterministically (RFC 8949 section 4.2.1), without tags, undefined and simple values inside.',
  },
  ECT_TOKEN_COSE: {
    section: '4.1',
    status: 403,
    meaning: 'The message is not a COSE_Sign1 under tag 18 with a protected header, a payload and a signature.',
    remedy: 'Write header and payload as maps, the payload attached, and no CWT tag before tag 18.',
  },

  ECT_HEADER_TYP: {
    section: '4.1',
    status: 403,
    meaning: 'The header member typ is not the one of an accepted revision.',
    remedy: 'Issue with the typ of the revision (wimse-exec+jwt, exec+jwt) or, in CBOR, application/wimse-exec+cwt.',
  },
  ECT_HEADER_ALG: {
    section: '4.1',
    status: 403,
    meaning: 'The header member alg is not on the allow-list.',
    remedy: 'Sign with ES256, or let the verifier list the algorithm.',
  },
  ECT_HEADER_KID: {
    section: '4.1',
    status: 403,
    meaning: 'The header member kid is missing, empty, longer than 512 bytes or holds control characters.',
    remedy: 'Name the key of the Workload Identity Token in kid.',
  },
  ECT_HEADER_FORBIDDEN: {
    section: '4.1',
    status: 403,
    meaning: 'The header holds crit, b64, zip, enc, cty, jwk, jku, x5u or x5c; in CBOR anything but alg, kid and typ.',
    remedy: 'Leave the member out: the key never comes from the token.',
  },

  ECT_KEY_UNKNOWN: {
    section: '7',
    status: 403,
    meaning: 'No key is known for the kid.',
    remedy: 'Publish the key in the key set the verifier reads, or send the Workload Identity Token along.',
  },
  ECT_KEY_UNFIT: {
    section: '7',
    status: 403,
    meaning: "The key's kty, crv, use, key_ops or alg does not fit the token's alg.",
    remedy: 'Publish the public key with members that fit the algorithm it is used with.',
  },
  ECT_KEY_UNAVAILABLE: {
    section: '7',
    status: 503,
    meaning: 'The source of keys could not be reached or gave no usable answer.',
    remedy: 'Check the key source; the token was neither accepted nor judged.',
  },
  ECT_KEY_WIT: {
    section: '7',
    status: 403,
    meaning: 'A Workload Identity Token is malformed, not genuine or not of a configured trust domain.',
    remedy: 'Send a current token of type wit+jwt, issued by the trust domain of its sub.',
  },
  ECT_KEY_REVOKED: {
    section: '7',
    status: 403,
    meaning: 'The key was revoked.',
    remedy: 'Sign with a current key.',
  },
  ECT_KEY_VALIDITY: {
    section: '7',
    status: 403,
    meaning: 'The key is not yet or no longer valid at the time that counts.',
    remedy: 'Sign with a current key.',
  },
  ECT_KEY_OWNER: {
    section: '7',
    status: 403,
    meaning: 'The key names no owner, so nobody answers for the token.',
    remedy: "Give the key its owner's SPIFFE ID (member sub in a key set).",
  },

  ECT_SIGNATURE_FORMAT: {
    section: '7',
    status: 403,
    meaning: 'The signature has the wrong length, or r or s is out of range.',
    remedy: 'Write the signature as RFC 7518 says: r || s, 64 bytes for ES256.',
  },
  ECT_SIGNATURE_INVALID: {
    section: '7',
    status: 403,
    meaning: 'The signature does not belong to this header, payload and key.',
    remedy: 'Nothing in the token can be trusted; find out where it changed or who really signed it.',
  },
  ECT_SIGNATURE_DER: {
    section: '4.1',
    status: 500,
    meaning: 'A signer returned an ECDSA signature that is not strict DER.',
    remedy: 'Check which encoding the signer returns; r || s needs no conversion.',
  },
  ECT_SIGNATURE_SIGNER: {
    section: '4.1',
    status: 500,
    meaning: 'A signer failed, or returned a signature that its own public key does not confirm.',
    remedy: 'Check the key, the algorithm and the encoding of the signer; the token was not released.',
  },

  ECT_PARTY_ISSUER: {
    section: '7',
    status: 403,
    meaning: 'iss is not the owner of the key.',
    remedy: "Issue with the SPIFFE ID that the key's Workload Identity Token names.",
  },
  ECT_PARTY_AUDIENCE: {
    section: '7',
    status: 403,
    meaning: 'The verifier is not in aud.',
    remedy: 'Issue the token for this verifier, or send it where it is meant for.',
  },

  ECT_TIME_EXPIRED: {
    section: '7',
    status: 403,
    meaning: 'The token has expired.',
    remedy: 'Issue and send the token within its lifetime; check both clocks.',
  },
  ECT_TIME_TOO_OLD: {
    section: '7',
    status: 403,
    meaning: 'iat is longer ago than the verifier allows.',
    remedy: 'Send the token soon after the task; a deferred ledger states how late it accepts.',
  },
  ECT_TIME_FUTURE: {
    section: '7',
    status: 403,
    meaning: 'iat or nbf is in the future.',
    remedy: 'Check both clocks.',
  },

  ECT_CLAIM_MISSING: {
    section: '4.2',
    status: 403,
    meaning: 'A required claim is missing.',
    remedy: 'Add the claim named in path.',
  },
  ECT_CLAIM_TYPE: {
    section: '4.2',
    status: 403,
    meaning: 'A claim has the wrong type; null is a wrong type, never "absent".',
    remedy: 'Write the claim named in path with the type of the draft.',
  },
  ECT_CLAIM_INTEGER: {
    section: '4.2',
    status: 403,
    meaning: 'An integer claim is negative, above 2^53-1, or written with a fraction or exponent.',
    remedy: 'Write 0 or digits without a leading zero; times are whole seconds.',
  },
  ECT_CLAIM_STRING: {
    section: '4.2',
    status: 403,
    meaning: 'A string claim is empty, too long or holds control characters.',
    remedy: 'Shorten or clean the claim named in path.',
  },
  ECT_CLAIM_SPIFFE_ID: {
    section: '4.2',
    status: 403,
    meaning: 'The claim is not a SPIFFE ID.',
    remedy: 'Write spiffe://trust-domain/path, trust domain in lower case, at most 2,048 bytes.',
  },
  ECT_CLAIM_ID: {
    section: '4.2',
    status: 403,
    meaning: 'An identifier is not a UUID, or not an identifier of the kind in use.',
    remedy: 'Use UUIDs; nil and max are refused. With ids "opaque": 1 to 128 of A-Z a-z 0-9 . _ : -',
  },
  ECT_CLAIM_AUDIENCE: {
    section: '4.2',
    status: 403,
    meaning: 'aud is empty, has an empty entry or more than 64 entries.',
    remedy: 'Name the next agent, the ledger, or both.',
  },
  ECT_CLAIM_SUBJECT: {
    section: '4.2',
    status: 403,
    meaning: 'sub differs from iss.',
    remedy: 'Leave sub out or make it equal to iss.',
  },
  ECT_CLAIM_EXPIRY: {
    section: '4.2',
    status: 403,
    meaning: 'exp is not after iat.',
    remedy: 'Set exp 5 to 15 minutes after iat.',
  },
  ECT_CLAIM_PARENTS: {
    section: '4.2',
    status: 403,
    meaning: 'par names a task twice or has too many entries.',
    remedy: 'Name each direct parent once; join many parents in a task of its own.',
  },
  ECT_CLAIM_DECISION: {
    section: '4.2',
    status: 403,
    meaning: 'pol_decision is not approved, rejected or pending_human_review.',
    remedy: 'Use one of the three values.',
  },
  ECT_CLAIM_HASH: {
    section: '4.2',
    status: 403,
    meaning: 'A hash claim has an unknown algorithm, is not base64url or has the wrong length.',
    remedy: 'Write the digest of the raw bytes in base64url, with the prefix sha-256: where the revision has one.',
  },
  ECT_CLAIM_EXT: {
    section: '4.2',
    status: 403,
    meaning: 'ext is too large, too deep or has a member name that is not reverse-domain.',
    remedy: 'Name members like com.example.field; at most 4,096 bytes and 5 levels.',
  },
  ECT_CLAIM_POLICY_TIME: {
    section: '4.2',
    status: 403,
    meaning: 'pol_timestamp is after iat.',
    remedy: 'Evaluate the policy before the record is issued.',
  },
  ECT_CLAIM_COMPENSATION: {
    section: '4.2',
    status: 403,
    meaning: 'compensation_required is true without a compensation_reason.',
    remedy: 'Say in compensation_reason what is rolled back and why.',
  },

  ECT_REPLAY_SEEN: {
    section: '7',
    status: 403,
    meaning: 'The issuer already used this jti.',
    remedy: 'Issue every token with a fresh jti; if nobody sent it twice, somebody copied it.',
  },
  ECT_REPLAY_CAPACITY: {
    section: '7',
    status: 503,
    meaning: 'The replay memory is full of unexpired entries.',
    remedy: 'Give it more room or shorten lifetimes; forgetting early would let a replay through.',
  },
  ECT_REPLAY_UNAVAILABLE: {
    section: '7',
    status: 503,
    meaning: 'The replay memory could not be asked.',
    remedy: 'Check the store behind it; the token was not accepted.',
  },

  ECT_DAG_CYCLE: {
    section: '6',
    status: 403,
    meaning: 'The task would be its own ancestor.',
    remedy: 'Name only tasks that were done before.',
  },
  ECT_DAG_TASK_EXISTS: {
    section: '6',
    status: 403,
    meaning: 'A task with this id is already recorded in the same scope.',
    remedy: 'Give each task an id of its own.',
  },
  ECT_DAG_PARENT_MISSING: {
    section: '6',
    status: 403,
    meaning: 'A parent is not in the store, or only in another workflow.',
    remedy: 'Record or send the parent first; name parents of the same workflow.',
  },
  ECT_DAG_PARENT_AMBIGUOUS: {
    section: '6',
    status: 403,
    meaning: 'Several recorded tasks have the id of a parent and none of them is preferred.',
    remedy: 'Give the child the wid of the workflow it belongs to.',
  },
  ECT_DAG_PARENT_REVISION: {
    section: '6',
    status: 403,
    meaning: 'A parent is a task of another revision of the draft.',
    remedy: 'Issue both in one revision, or let the verifier mix revisions.',
  },
  ECT_DAG_PARENT_WORKFLOW: {
    section: '6',
    status: 403,
    meaning: 'A parent belongs to another workflow than the child, in a revision where both share it.',
    remedy: 'Give child and parents the same wid, or none.',
  },
  ECT_DAG_PARENT_TIME: {
    section: '6',
    status: 403,
    meaning: 'A parent was issued after its child by more than the clocks may be apart.',
    remedy: 'Check the clocks of both agents.',
  },
  ECT_DAG_LIMIT: {
    section: '6',
    status: 403,
    meaning: 'The ancestors are more than the traversal limit.',
    remedy: 'Use a ledger, which needs no traversal, or raise the limit.',
  },
  ECT_DAG_PARENT_POLICY: {
    section: '6',
    status: 403,
    meaning: 'A parent was rejected or awaits review, and the task neither compensates nor reviews it.',
    remedy: 'Compensate, roll back, remediate or have a human review the parent first.',
  },

  ECT_LEDGER_EQUIVOCATION: {
    section: '9',
    status: 403,
    meaning: 'The issuer signed two different records of one task with the same key.',
    remedy: 'Both tokens are kept as evidence; ask the issuer which one is true.',
  },
  ECT_LEDGER_IDS: {
    section: '9',
    status: 403,
    meaning: 'The ledger was created for the other kind of identifiers.',
    remedy: 'Verify with the ids option of the ledger.',
  },
  ECT_LEDGER_CAPACITY: {
    section: '9',
    status: 503,
    meaning: 'The ledger has reached its limit of entries.',
    remedy: 'Raise the limit or open another ledger; nothing was dropped.',
  },
  ECT_LEDGER_UNAVAILABLE: {
    section: '9',
    status: 503,
    meaning: 'The ledger could not be reached, or could not write.',
    remedy: 'Nothing was acknowledged; try again: a repeated token gets its first entry.',
  },
  ECT_LEDGER_DAMAGED: {
    section: '9',
    status: 503,
    meaning: 'What is stored is not what the log committed to: an entry, a tile or a tree node is missing or altered.',
    remedy: 'Do not write to it; find out what changed, and restore it from a copy that fits the last checkpoint.',
  },
  ECT_LEDGER_LOCKED: {
    section: '9',
    status: 503,
    meaning: 'Another process writes to the ledger, or keeps its database locked.',
    remedy: 'Send the tokens to that process, or wait until it has closed the ledger; readers need no lock.',
  },
  ECT_LEDGER_READ_ONLY: {
    section: '9',
    status: 503,
    meaning: 'The file or file system of the ledger cannot be written to.',
    remedy: 'Give the process the right to write to the file and to its folder, or open the ledger for reading only.',
  },
  ECT_LEDGER_DISK_FULL: {
    section: '9',
    status: 503,
    meaning: 'There is no room left for the ledger.',
    remedy: 'Make room; nothing of the batch was recorded, and the ledger goes on as soon as it fits.',
  },
  ECT_LEDGER_ROLLED_BACK: {
    section: '9',
    status: 503,
    meaning: 'The ledger has fewer entries than it has signed for.',
    remedy: 'Do not write to it: find out what became of the end, and restore a copy that has it.',
  },
  ECT_LEDGER_FORMAT: {
    section: '9',
    status: 503,
    meaning: 'The file is not a ledger of this kind, or was written by a later version.',
    remedy: 'Check the path, or use the version that wrote the file; nothing in it was changed.',
  },
  ECT_LEDGER_EXISTS: {
    section: '9',
    status: 503,
    meaning: 'A new ledger was to be created where there already is one.',
    remedy: 'Open it, or name another file; nothing in it was changed.',
  },

  ECT_PROOF_FORMAT: {
    section: '9',
    status: 403,
    meaning: 'The receipt is not a tlog-proof in its one form.',
    remedy: 'Pass the text on as the ledger wrote it, with its line breaks.',
  },
  ECT_PROOF_TOKEN: {
    section: '9',
    status: 403,
    meaning: 'The receipt carries another token than the one it is checked for, or none was given and it carries none.',
    remedy: 'Check the receipt together with the token it was made for.',
  },
  ECT_PROOF_INCLUSION: {
    section: '9',
    status: 403,
    meaning: 'The inclusion proof does not lead from the token to the root of the checkpoint.',
    remedy: 'The log has not committed to this token at this place; ask for the receipt again, and keep this one.',
  },
  ECT_PROOF_CONSISTENCY: {
    section: '9',
    status: 403,
    meaning: 'The later tree is not proved to contain the earlier one.',
    remedy: 'Keep both checkpoints: if the log has no better proof, it has rewritten its history.',
  },
  ECT_PROOF_RANGE: {
    section: '9',
    status: 403,
    meaning: 'The log has no such entry, or was never that large.',
    remedy: 'Ask for an entry below the size, and for a size up to that of the last checkpoint.',
  },

  ECT_CHECKPOINT_FORMAT: {
    section: '9',
    status: 403,
    meaning: 'The checkpoint is not a signed note in its one form, or has too many signatures.',
    remedy: 'Pass the text on as the log signed it, with its line breaks.',
  },
  ECT_CHECKPOINT_KEY: {
    section: '9',
    status: 403,
    meaning: 'The key is not a note key, or not of the kind that is needed here.',
    remedy: 'Write it as the log or the witness publishes it: name+id+base64, or PRIVATE+KEY+name+id+base64 to sign.',
  },
  ECT_CHECKPOINT_ORIGIN: {
    section: '9',
    status: 403,
    meaning: 'The checkpoint is of another log.',
    remedy: 'Check it with the key of the log that its first line names, if that log is to be trusted at all.',
  },
  ECT_CHECKPOINT_SIGNATURE: {
    section: '9',
    status: 403,
    meaning: 'The log has not signed the checkpoint, or a signature by the log or by a known witness is wrong.',
    remedy: 'Do not rely on it; get the checkpoint from the log again.',
  },
  ECT_CHECKPOINT_WITNESSES: {
    section: '9',
    status: 403,
    meaning: 'Fewer witnesses have cosigned the checkpoint than the policy asks for.',
    remedy: 'Wait for a checkpoint with more cosignatures: without them the log may show others another history.',
  },

  ECT_WITNESS_UNAVAILABLE: {
    section: '9',
    status: 503,
    meaning: 'The witness could not be reached, did not answer in time, or said that it cannot answer now.',
    remedy: 'Ask again later, and ask more witnesses than the policy needs.',
  },
  ECT_WITNESS_ANSWER: {
    section: '9',
    status: 503,
    meaning:
      'What answered is no witness, or answered what no witness should: a redirect, another status, too many bytes.',
    remedy: 'Check the URL of the witness; it is what stands before /add-checkpoint.',
  },
  ECT_WITNESS_LOG_UNKNOWN: {
    section: '9',
    status: 503,
    meaning: 'The witness does not follow this log, or there is no witness at this URL.',
    remedy: 'Have its operator add the verifier key of the log, and compare the URL with the one it publishes.',
  },
  ECT_WITNESS_LOG_KEY: {
    section: '9',
    status: 503,
    meaning: 'The witness knows the log by another key.',
    remedy: 'Compare the verifier key of the log with the one that the operator of the witness has.',
  },
  ECT_WITNESS_COSIGNATURE: {
    section: '9',
    status: 503,
    meaning: 'The answer holds no cosignature that the key of the witness made over this checkpoint.',
    remedy: 'Compare the verifier key with the one that the witness publishes; do not count it before they agree.',
  },
  ECT_WITNESS_INCONSISTENT: {
    section: '9',
    status: 503,
    meaning: 'The witness has cosigned a tree that this checkpoint does not contain.',
    remedy: 'Unless the witness is wrong, the log was changed: compare the checkpoint with the one it cosigned last.',
  },
  ECT_WITNESS_AHEAD: {
    section: '9',
    status: 503,
    meaning: 'The witness says that it cosigned a larger tree than the log has.',
    remedy:
      'Unless the witness is wrong, the log was rolled back: do not write to it, and ask the witness for its checkpoint.',
  },
  ECT_WITNESS_BUSY: {
    section: '9',
    status: 503,
    meaning: 'The witness was given another checkpoint of this log at the same time.',
    remedy: 'Ask again with the latest checkpoint.',
  },
  ECT_WITNESS_STATE: {
    section: '9',
    status: 503,
    meaning: 'What the witness cosigned before cannot be read or written, or is damaged.',
    remedy: 'Repair the file or its folder; with another state, or none, the witness would cosign a second history.',
  },
  ECT_WITNESS_LOCKED: {
    section: '9',
    status: 503,
    meaning: 'Another process has the state of this witness open.',
    remedy: 'A state has one process; end that one, or give this one a state and a key of its own.',
  },
} as const

/** Every code an {@link EctError} can carry. A code is never renamed and never reused. */
export type EctErrorCode = keyof typeof table

/** The one table of codes: where the rule stands, what a peer is told, what it means and what helps. */
export const errorCodes: Readonly<Record<EctErrorCode, ErrorCodeFacts>> = table
