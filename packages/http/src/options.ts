import type { FieldOptions, Revision } from '@wimse-ect/claims'
import type { SignOptions } from '@wimse-ect/signing'
import type { CallOptions, KeyResolver, VerifiedTokens, WitOptions } from '@wimse-ect/verification'

/** What is asked of a verifier: those of `@wimse-ect/verification` and of `wimse-ect` fit. */
export interface MessageVerifier {
  /** The accepted revisions, where one of them has statuses of its own. Default: the usual statuses. */
  readonly revisions?: readonly Revision[] | undefined
  verifyAll(tokens: readonly string[], options?: CallOptions): Promise<VerifiedTokens>
}

/** Who issues tokens here. `ids`, `maxParents` and `lifetime` are those of `signEct`. */
export interface Issuer extends Omit<SignOptions, 'now' | 'revision'> {
  /** SPIFFE ID of this workload, the `iss` of its tokens. */
  readonly id: string
  /** The clock, in seconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined
}

/** Where keys come from when the `Workload-Identity-Token` field brings them. */
export interface WitSource extends WitOptions {
  /** Keys that no token of that field names, for instance those of the agents further up. Default: there are none. */
  readonly others?: KeyResolver | undefined
}

/** A token that was issued, as it is handed to `record`. */
export interface IssuedToken {
  readonly token: string
  readonly taskId: string
  /** True when it could not be attached, because the headers had gone. Then `record` is its only way out. */
  readonly streamed: boolean
}

/** What is told to a logger: nothing that the client made up beyond the method and the path, percent-encoded. */
export interface RequestFacts {
  readonly method: string
  /** Without the query, which may hold secrets. */
  readonly path: string
}

/** What a server demands of requests, and how it issues the children. */
export interface ExecutionContextOptions extends FieldOptions {
  /** Judges the tokens. */
  readonly verifier: MessageVerifier
  /**
   * Whether a request without tokens is refused. Default true: a route that forgot to ask for them would otherwise be
   * open to whoever leaves the field out. With false the handler finds no subjects and decides itself.
   */
  readonly required?: boolean | undefined
  /**
   * Takes keys from the `Workload-Identity-Token` field. Default: the verifier's own `keys`, and no such field is read.
   */
  readonly wit?: WitSource | undefined
  /**
   * Issues the children, in `execution-context-00`: tasks of another revision have none, `onFailure` is told. Default:
   * nobody, and `issueChild` throws.
   */
  readonly issuer?: Issuer | undefined
  /**
   * Sends the verified parents along with the child, so that a client without ledger can judge it. They are left out
   * where they do not fit into `maxFieldBytes`. Default true.
   */
  readonly attachParents?: boolean | undefined
  /**
   * Is given every child, for instance to append it to a ledger. Of a body that is known it is awaited before anything
   * is sent, and when it fails the client gets a problem instead of the body. Default: nobody is; then a streamed
   * response has no child.
   */
  readonly record?: ((child: IssuedToken) => unknown) | undefined
  /**
   * For fetch and Hono: bytes of a response that are held back until its end is known. A longer one is streamed.
   * Default 1,048,576.
   */
  readonly maxHeldBytes?: number | undefined
  /** Is told why a request was refused; the client learns only the status. Default: nobody is. */
  readonly onRefusal?: ((error: unknown, request: RequestFacts) => void) | undefined
  /** Is told when a child that was due could not be issued or recorded, and what broke here. Default: nobody is. */
  readonly onFailure?: ((error: unknown, request: RequestFacts) => void) | undefined
}
