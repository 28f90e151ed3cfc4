export type { AccessOptions } from './access.ts'
export { createLedgerServer, type LedgerServer } from './ledger-server.ts'
export type { LimitOptions, Limits } from './limits.ts'
export { jsonLines, type Log, type LogEvent } from './log-event.ts'
export { type OpenLedger, type OpenLedgerOptions, openLedger } from './open-ledger.ts'
export { openApi } from './openapi/document.ts'
export type { Client, RequestHandler } from './request-handler.ts'
export { type RunningServer, type ServeOptions, serve } from './serve.ts'
export type {
  JudgingOptions,
  LedgerServerOptions,
  ListenOptions,
  ServiceOptions,
  TlsOptions,
} from './server-options.ts'
