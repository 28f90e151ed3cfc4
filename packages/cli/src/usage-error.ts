/** The command was called wrongly: exit code 2. Its message is shown as it is; foreign text in it is made printable. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
