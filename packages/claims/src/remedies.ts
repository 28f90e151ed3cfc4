import type { EctErrorCode } from './error-codes.ts'

/** What to do about each code, for a person. Apart from the table of codes, so that a page need not load it. */
export const remedies: Readonly<Record<EctErrorCode, string>> = {
  ECT_FIELD_SYNTAX: 'Send one token per field line, or several separated by commas, without control characters.',
  ECT_FIELD_COUNT: 'Send only the direct parents, or raise the limit on both sides.',
  ECT_FIELD_SIZE: 'Use the body form, media type application/wimse-exec+jwt.',
  ECT_FIELD_BODY_SIZE: 'Send fewer tokens per request, or raise the limit.',
  ECT_FIELD_MISSING: 'Send the Execution-Context field, or the body form.',
  ECT_FIELD_UNRELATED: 'Ask the server which task it answered; the response may belong to another request.',

  ECT_TOKEN_SEGMENTS: 'Send the JWS Compact Serialization: header, payload and signature separated by dots.',
  ECT_TOKEN_SIZE: 'Put large data elsewhere and its digest into inp_hash or out_hash.',
  ECT_TOKEN_BASE64URL: 'Encode without padding, white space or line breaks, and with all unused bits zero.',
  ECT_TOKEN_UTF8: 'Encode text as plain UTF-8.',
  ECT_TOKEN_JSON: 'Write one JSON object and nothing after it.',
  ECT_TOKEN_DUPLICATE: 'Name each member once: two readers could take two different values.',
  ECT_TOKEN_NAME: 'Rename the member.',
  ECT_TOKEN_NUMBER: 'Write a number that every reader understands alike, or a string.',
  ECT_TOKEN_SURROGATE: 'Write whole characters.',
  ECT_TOKEN_DEPTH: 'Flatten the structure.',
  ECT_TOKEN_REVISION: 'List the revision, or issue the token in a listed one.',
  ECT_TOKEN_LEVEL: 'Sign the token (level 2) and record it in a ledger (level 3, with its receipt).',
  ECT_TOKEN_CBOR:
    'Encode deterministically (RFC 8949 section 4.2.1), without tags, undefined and simple values inside.',
  ECT_TOKEN_COSE: 'Write header and payload as maps, the payload attached, and no CWT tag before tag 18.',

  ECT_HEADER_TYP:
    'Issue with the typ of the revision (wimse-exec+jwt, exec+jwt) or, in CBOR, application/wimse-exec+cwt.',
  ECT_HEADER_ALG: 'Sign with ES256, or let the verifier list the algorithm.',
  ECT_HEADER_KID: 'Name the key of the Workload Identity Token in kid.',
  ECT_HEADER_FORBIDDEN: 'Leave the member out: the key never comes from the token.',

  ECT_KEY_UNKNOWN: 'Publish the key in the key set the verifier reads, or send the Workload Identity Token along.',
  ECT_KEY_UNFIT: 'Publish the public key with members that fit the algorithm it is used with.',
  ECT_KEY_UNAVAILABLE: 'Check the key source; the token was neither accepted nor judged.',
  ECT_KEY_WIT: 'Send a current token of type wit+jwt, issued by the trust domain of its sub.',
  ECT_KEY_REVOKED: 'Sign with a current key.',
  ECT_KEY_VALIDITY: 'Sign with a current key.',
  ECT_KEY_OWNER: "Give the key its owner's SPIFFE ID (member sub in a key set).",

  ECT_SIGNATURE_FORMAT: 'Write the signature as RFC 7518 says: r || s, 64 bytes for ES256.',
  ECT_SIGNATURE_INVALID: 'Nothing in the token can be trusted; find out where it changed or who really signed it.',
  ECT_SIGNATURE_DER: 'Check which encoding the signer returns; r || s needs no conversion.',
  ECT_SIGNATURE_SIGNER: 'Check the key, the algorithm and the encoding of the signer; the token was not released.',

  ECT_PARTY_ISSUER: "Issue with the SPIFFE ID that the key's Workload Identity Token names.",
  ECT_PARTY_AUDIENCE: 'Issue the token for this verifier, or send it where it is meant for.',

  ECT_TIME_EXPIRED: 'Issue and send the token within its lifetime; check both clocks.',
  ECT_TIME_TOO_OLD: 'Send the token soon after the task; a deferred ledger states how late it accepts.',
  ECT_TIME_FUTURE: 'Check both clocks.',

  ECT_CLAIM_MISSING: 'Add the claim named in path.',
  ECT_CLAIM_TYPE: 'Write the claim named in path with the type of the draft.',
  ECT_CLAIM_INTEGER: 'Write 0 or digits without a leading zero; times are whole seconds.',
  ECT_CLAIM_STRING: 'Shorten or clean the claim named in path.',
  ECT_CLAIM_SPIFFE_ID: 'Write spiffe://trust-domain/path, trust domain in lower case, at most 2,048 bytes.',
  ECT_CLAIM_ID: 'Use UUIDs; nil and max are refused. With ids "opaque": 1 to 128 of A-Z a-z 0-9 . _ : -',
  ECT_CLAIM_AUDIENCE: 'Name the next agent, the ledger, or both.',
  ECT_CLAIM_SUBJECT: 'Leave sub out or make it equal to iss.',
  ECT_CLAIM_EXPIRY: 'Set exp 5 to 15 minutes after iat.',
  ECT_CLAIM_PARENTS: 'Name each direct parent once; join many parents in a task of its own.',
  ECT_CLAIM_DECISION: 'Use one of the three values.',
  ECT_CLAIM_HASH:
    'Write the digest of the raw bytes in base64url, with the prefix sha-256: where the revision has one.',
  ECT_CLAIM_EXT: 'Name members like com.example.field; at most 4,096 bytes and 5 levels.',
  ECT_CLAIM_POLICY_TIME: 'Evaluate the policy before the record is issued.',
  ECT_CLAIM_COMPENSATION: 'Say in compensation_reason what is rolled back and why.',

  ECT_REPLAY_SEEN: 'Issue every token with a fresh jti; if nobody sent it twice, somebody copied it.',
  ECT_REPLAY_CAPACITY: 'Give it more room or shorten lifetimes; forgetting early would let a replay through.',
  ECT_REPLAY_UNAVAILABLE: 'Check the store behind it; the token was not accepted.',

  ECT_DAG_CYCLE: 'Name only tasks that were done before.',
  ECT_DAG_TASK_EXISTS: 'Give each task an id of its own.',
  ECT_DAG_PARENT_MISSING: 'Record or send the parent first; name parents of the same workflow.',
  ECT_DAG_PARENT_AMBIGUOUS: 'Give the child the wid of the workflow it belongs to.',
  ECT_DAG_PARENT_REVISION: 'Issue both in one revision, or let the verifier mix revisions.',
  ECT_DAG_PARENT_WORKFLOW: 'Give child and parents the same wid, or none.',
  ECT_DAG_PARENT_TIME: 'Check the clocks of both agents.',
  ECT_DAG_LIMIT: 'Use a ledger, which needs no traversal, or raise the limit.',
  ECT_DAG_PARENT_POLICY: 'Compensate, roll back, remediate or have a human review the parent first.',

  ECT_LEDGER_EQUIVOCATION: 'Both tokens are kept as evidence; ask the issuer which one is true.',
  ECT_LEDGER_IDS: 'Verify with the ids option of the ledger.',
  ECT_LEDGER_CAPACITY: 'Raise the limit or open another ledger; nothing was dropped.',
  ECT_LEDGER_UNAVAILABLE: 'Nothing was acknowledged; try again: a repeated token gets its first entry.',
  ECT_LEDGER_DAMAGED:
    'Do not write to it; find out what changed, and restore it from a copy that fits the last checkpoint.',
  ECT_LEDGER_LOCKED: 'Send the tokens to that process, or wait until it has closed the ledger; readers need no lock.',
  ECT_LEDGER_READ_ONLY:
    'Give the process the right to write to the file and to its folder, or open the ledger for reading only.',
  ECT_LEDGER_DISK_FULL: 'Make room; nothing of the batch was recorded, and the ledger goes on as soon as it fits.',
  ECT_LEDGER_ROLLED_BACK: 'Do not write to it: find out what became of the end, and restore a copy that has it.',
  ECT_LEDGER_FORMAT: 'Check the path, or use the version that wrote the file; nothing in it was changed.',
  ECT_LEDGER_EXISTS: 'Open it, or name another file; nothing in it was changed.',

  ECT_PROOF_FORMAT: 'Pass the text on as the ledger wrote it, with its line breaks.',
  ECT_PROOF_TOKEN: 'Check the receipt together with the token it was made for.',
  ECT_PROOF_INCLUSION:
    'The log has not committed to this token at this place; ask for the receipt again, and keep this one.',
  ECT_PROOF_CONSISTENCY: 'Keep both checkpoints: if the log has no better proof, it has rewritten its history.',
  ECT_PROOF_RANGE: 'Ask for an entry below the size, and for a size up to that of the last checkpoint.',

  ECT_CHECKPOINT_FORMAT: 'Pass the text on as the log signed it, with its line breaks.',
  ECT_CHECKPOINT_KEY:
    'Write it as the log or the witness publishes it: name+id+base64, or PRIVATE+KEY+name+id+base64 to sign.',
  ECT_CHECKPOINT_ORIGIN:
    'Check it with the key of the log that its first line names, if that log is to be trusted at all.',
  ECT_CHECKPOINT_SIGNATURE: 'Do not rely on it; get the checkpoint from the log again.',
  ECT_CHECKPOINT_WITNESSES:
    'Wait for a checkpoint with more cosignatures: without them the log may show others another history.',

  ECT_WITNESS_UNAVAILABLE: 'Ask again later, and ask more witnesses than the policy needs.',
  ECT_WITNESS_ANSWER: 'Check the URL of the witness; it is what stands before /add-checkpoint.',
  ECT_WITNESS_LOG_UNKNOWN:
    'Have its operator add the verifier key of the log, and compare the URL with the one it publishes.',
  ECT_WITNESS_LOG_KEY: 'Compare the verifier key of the log with the one that the operator of the witness has.',
  ECT_WITNESS_COSIGNATURE:
    'Compare the verifier key with the one that the witness publishes; do not count it before they agree.',
  ECT_WITNESS_INCONSISTENT:
    'Unless the witness is wrong, the log was changed: compare the checkpoint with the one it cosigned last.',
  ECT_WITNESS_AHEAD:
    'Unless the witness is wrong, the log was rolled back: do not write to it, and ask the witness for its checkpoint.',
  ECT_WITNESS_BUSY: 'Ask again with the latest checkpoint.',
  ECT_WITNESS_STATE:
    'Repair the file or its folder; with another state, or none, the witness would cosign a second history.',
  ECT_WITNESS_LOCKED: 'A state has one process; end that one, or give this one a state and a key of its own.',
}

/** How the message of an error ends. */
export function messageEnd(code: EctErrorCode): string {
  return ` ${remedies[code]}`
}
