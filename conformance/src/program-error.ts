/** A program that could not be started, stopped answering, or wrote something that is no answer. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError'
}
