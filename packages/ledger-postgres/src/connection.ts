/**
 * How PostgreSQL is reached; members that are left out have the defaults of the client `pg` (`PGHOST`, `PGUSER`, ...).
 */
export interface PostgresConnectionOptions {
  /** URL; the members below win over its parts. */
  readonly connectionString?: string | undefined
  /** Name or address; a path names the folder of a Unix socket. Default `localhost`. */
  readonly host?: string | undefined
  /** Default 5432. */
  readonly port?: number | undefined
  /** Default: the name of the user. */
  readonly database?: string | undefined
  /** Default: the user of the operating system. */
  readonly user?: string | undefined
  /** A function is asked for every new connection: for passwords that expire. */
  readonly password?: string | (() => string | Promise<string>) | undefined
  /** True, or options of `node:tls`, such as `ca`. Default: no TLS. */
  readonly ssl?: boolean | Readonly<Record<string, unknown>> | undefined
  /** Most connections at the same time: one writes, the others read. Default 10. */
  readonly max?: number | undefined
  /** How long to wait for a connection, in milliseconds. Default 10,000. */
  readonly connectionTimeoutMillis?: number | undefined
  /**
   * How long to wait for one answer of the server, which may be gone without a word, in milliseconds. Default 60,000.
   */
  readonly query_timeout?: number | undefined
  /** What the server shows as the name of this program. Default: none. */
  readonly application_name?: string | undefined
}

/** Where PostgreSQL is: a URL as `postgres://user:password@host:5432/database`, or options. */
export type PostgresConnection = string | PostgresConnectionOptions
