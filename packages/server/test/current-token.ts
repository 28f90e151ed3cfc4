import { type Actor, alice, type ClaimChanges, signedToken } from '../../ledger/contract/tokens.ts'

/** A token that was issued now, for services that go by the clock of the system. */
export function currentToken(changes: ClaimChanges = {}, by: Actor = alice): string {
  const now = Math.floor(Date.now() / 1000)
  return signedToken({ iat: now, exp: now + 600, ...changes }, by)
}
