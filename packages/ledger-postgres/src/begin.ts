/**
 * Begins a transaction that sees what is committed when each of its statements begins, whatever the default of the
 * database.
 *
 * A database that acknowledges before it has written is told otherwise for this transaction [LEDGER-DURABLE-ACK]; one
 * that waits for its standbys too goes on doing that.
 */
export const begin = `BEGIN ISOLATION LEVEL READ COMMITTED;
  SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'`

/**
 * For the statements of this transaction: they are planned for whatever values, since a log that is newer than the
 * statistics looks as if it had one row, and never to read a whole table, however small it looked to the statistics.
 */
export const planning =
  'SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off; SET LOCAL jit = off'
