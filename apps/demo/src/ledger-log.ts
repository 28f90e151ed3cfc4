import type { LogEvent } from '@wimse-ect/server'
import { log } from './log.ts'

/** Logs what the ledger service tells, as the other processes log it. */
export function logLedgerEvent(event: LogEvent): void {
  const { level, event: name, appended, refused, code } = event
  if (level === 'error') log({ event: 'failed', text: JSON.stringify(event) })
  else if (name === 'tokens') logTokens(Number(appended), refused)
  else if (name === 'refused') log({ event: 'refused', code: String(code) })
}

/** @param refused how many tokens were refused, by code */
function logTokens(appended: number, refused: unknown): void {
  if (appended > 0) log({ event: 'recorded', text: `${appended} of what it was sent` })
  for (const [code, count] of Object.entries(refused ?? {})) {
    for (let at = 0; at < count; at++) log({ event: 'refused', code })
  }
}
