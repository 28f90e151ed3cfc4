/** Something could not be done, whatever was asked: exit code 3. Foreign text in its message is made printable. */
export class FailedError extends Error {
  override readonly name = 'FailedError'
}
