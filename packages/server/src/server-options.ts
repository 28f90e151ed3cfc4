import type { SecureContextOptions } from 'node:tls'
import type { Ledger } from '@wimse-ect/ledger'
import type { KeyResolver, KeySet, VerifierOptions, VerifierPool } from 'wimse-ect'
import type { AccessOptions } from './access.ts'
import type { LimitOptions } from './limits.ts'
import type { Log } from './log-event.ts'

/** TLS of the service: certificate, key and protocol as in `node:tls`. */
export interface TlsOptions extends Pick<SecureContextOptions, 'key' | 'cert' | 'pfx' | 'passphrase' | 'minVersion'> {
  /** The authorities whose client certificates count. Default: none, and clients are not asked for one. */
  readonly ca?: SecureContextOptions['ca']
}

/** How tokens are judged, beside audience, keys and ledger; see `VerifierOptions` of `wimse-ect`. */
export type JudgingOptions = Omit<VerifierOptions, 'audience' | 'keys' | 'ledger' | 'ids' | 'replay' | 'clock' | 'pool'>

/** What a ledger service is made of, without the ledger. */
export interface ServiceOptions {
  /** The identifier of the ledger, which the `aud` of every token must contain. */
  readonly audience: string
  /** The keys of the agents. A set is also shown at `/keys`; what a resolver knows is not. */
  readonly keys: KeySet | KeyResolver
  /** How tokens are judged. Default: as strictly as `createVerifier` does by default. */
  readonly judging?: JudgingOptions | undefined
  /** Checks the signatures of a request on several cores. Default: they are checked on the calling thread. */
  readonly pool?: VerifierPool | undefined
  /** Who may write and read. Default: everybody may do both, and only loopback can be bound. */
  readonly access?: AccessOptions | undefined
  /** Limits of requests, connections and time. */
  readonly limits?: LimitOptions | undefined
  /** Most workflows that are listed; see `WorkflowIndex`. Default 100,000. */
  readonly maxWorkflows?: number | undefined
  /** Folder of the explorer page. Default: the page that comes with this package, where there is one. */
  readonly explorer?: string | undefined
  /** Takes what happens; {@link jsonLines} writes it. Default: nobody is told. */
  readonly log?: Log | undefined
  /** The clock by which tokens are judged, in seconds since 1970; `serve` dates entries by it too. Default: the system's. */
  readonly clock?: (() => number) | undefined
}

/** How a service is reached. */
export interface ListenOptions {
  /** Address to bind. Default `127.0.0.1`. Others need `access` with tokens, or with certificates and TLS. */
  readonly host?: string | undefined
  /** Port; 0 for any that is free. Default 8787. */
  readonly port?: number | undefined
  /** TLS. Default: none, and something in front of the service has to do it unless it is on loopback. */
  readonly tls?: TlsOptions | undefined
}

/** What {@link createLedgerServer} takes. */
export interface LedgerServerOptions extends ServiceOptions, ListenOptions {
  /** An open ledger. The server leaves it open when it is closed: whoever opened it closes it. */
  readonly ledger: Ledger
}
