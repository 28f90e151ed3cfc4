import type { Members } from '../generate/json-text.ts'
import { sign } from '../generate/sign.ts'
import type { TestKey } from '../generate/test-keys.ts'
import type { Random } from './random.ts'
import type { Agent, Scene } from './scene.ts'
import { writeJson } from './write-json.ts'

/** Text, or bytes where they are not UTF-8. */
type Content = string | Uint8Array

/** A token before it is written, and what is done to it on the way. */
export interface TokenDraft {
  readonly agent: Agent
  readonly header: Members
  readonly claims: Members
  /** Whose key signs. Default: the agent's. */
  readonly signer?: TestKey
  readonly editHeader?: (text: string) => Content
  readonly editPayload?: (text: string) => Content
  /** Changes the encoded segments before they are signed. */
  readonly editSegments?: (header: string, payload: string) => readonly [string, string]
  readonly editSignature?: (signature: Uint8Array) => Uint8Array
  /** Changes the compact token. */
  readonly editToken?: (token: string) => string
}

/** A token and what it is judged by. */
export interface CaseDraft {
  readonly scene: Scene
  readonly token: TokenDraft
}

/** A token that is written, and the texts it was made from. */
export interface WrittenToken {
  readonly compact: string
  readonly header: string
  readonly payload: string
}

/** Writes and signs a token. */
export function writeToken(random: Random, draft: TokenDraft): WrittenToken {
  const header = writeJson(random, draft.header)
  const payload = writeJson(random, draft.claims)
  const first = base64url(draft.editHeader?.(header) ?? header)
  const second = base64url(draft.editPayload?.(payload) ?? payload)
  const input = (draft.editSegments?.(first, second) ?? [first, second]).join('.')
  const signature = sign(draft.signer ?? draft.agent.key, new TextEncoder().encode(input))
  const compact = `${input}.${base64url(draft.editSignature?.(signature) ?? signature)}`
  return { compact: draft.editToken?.(compact) ?? compact, header, payload }
}

/** base64url without padding. */
export function base64url(content: Content): string {
  return Buffer.from(content).toString('base64url')
}

/** The draft with some claims replaced; `undefined` removes one. */
export function withClaims(draft: CaseDraft, claims: Members): CaseDraft {
  return { ...draft, token: { ...draft.token, claims: { ...draft.token.claims, ...claims } } }
}

/** The draft with some header members replaced; `undefined` removes one. */
export function withHeader(draft: CaseDraft, header: Members): CaseDraft {
  return { ...draft, token: { ...draft.token, header: { ...draft.token.header, ...header } } }
}

/** The draft with other steps of its writing. */
export function withEdits(draft: CaseDraft, edits: Partial<TokenDraft>): CaseDraft {
  return { ...draft, token: { ...draft.token, ...edits } }
}

/** The draft in another scene. */
export function withScene(draft: CaseDraft, scene: Partial<Scene>): CaseDraft {
  return { ...draft, scene: { ...draft.scene, ...scene } }
}
