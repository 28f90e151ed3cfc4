/**
 * Begins a transaction that sees what is committed when each of its statements begins, whatever the default of the
 * database.
 *
 * A database that acknowledges before it has written is told otherwise for this transaction [LEDGER-DURABLE-ACK]; one
 * that waits for its standbys too goes on doing that.
 */
export const begin = `BEGIN ISOLATION LEVEL READ COMMITTED;
  SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'`
