import type { EctErrorCode } from './error-codes.ts'

/** HTTP status a remote peer is given; everything else about the failure stays in the local log. */
export type ErrorStatus = 400 | 403 | 413 | 431 | 500 | 503

/** The codes whose status is not 403. Apart from the table of codes, since a page that verifies needs no status. */
const statuses: Partial<Readonly<Record<EctErrorCode, ErrorStatus>>> = {
  ECT_FIELD_SYNTAX: 400,
  ECT_FIELD_COUNT: 431,
  ECT_FIELD_SIZE: 431,
  ECT_FIELD_BODY_SIZE: 413,
  ECT_FIELD_MISSING: 400,

  ECT_KEY_UNAVAILABLE: 503,

  ECT_SIGNATURE_DER: 500,
  ECT_SIGNATURE_SIGNER: 500,

  ECT_REPLAY_CAPACITY: 503,
  ECT_REPLAY_UNAVAILABLE: 503,

  ECT_LEDGER_CAPACITY: 503,
  ECT_LEDGER_UNAVAILABLE: 503,
  ECT_LEDGER_DAMAGED: 503,
  ECT_LEDGER_LOCKED: 503,
  ECT_LEDGER_READ_ONLY: 503,
  ECT_LEDGER_DISK_FULL: 503,
  ECT_LEDGER_ROLLED_BACK: 503,
  ECT_LEDGER_FORMAT: 503,
  ECT_LEDGER_EXISTS: 503,

  ECT_WITNESS_UNAVAILABLE: 503,
  ECT_WITNESS_ANSWER: 503,
  ECT_WITNESS_LOG_UNKNOWN: 503,
  ECT_WITNESS_LOG_KEY: 503,
  ECT_WITNESS_COSIGNATURE: 503,
  ECT_WITNESS_INCONSISTENT: 503,
  ECT_WITNESS_AHEAD: 503,
  ECT_WITNESS_BUSY: 503,
  ECT_WITNESS_STATE: 503,
  ECT_WITNESS_LOCKED: 503,
}

/**
 * The status of a code [HTTP-STATUS]: 400 for a malformed field, 413 and 431 for a size, 500 and 503 for a service that
 * failed or cannot answer, 403 for every other refusal.
 */
export function errorStatus(code: EctErrorCode): ErrorStatus {
  return statuses[code] ?? 403
}
