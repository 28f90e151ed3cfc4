import { decodeBase64url } from './base64url.ts'
import type { ClaimSource } from './claim-rules.ts'
import { maxTokenBytes } from './decode-compact-jws.ts'
import type { DecodeOptions } from './decode-ect.ts'
import { EctError } from './ect-error.ts'
import { parseJsonBytes } from './json-bytes.ts'
import { defaultRevision, profiles } from './profiles/index.ts'

/** True for a text without a dot, which can be no JWS: so JWS is tried first [REVISION-ENVELOPE]. */
export function isUnsigned(text: string): boolean {
  return typeof text === 'string' && !text.includes('.')
}

/**
 * Takes an unsigned ECT (level 1) apart: the claims as base64url of JSON, as strictly as those of a signed one. Nothing
 * in the result is known to be true, nor can it ever be: anybody can write it [REVISION-LEVEL-1].
 *
 * @throws EctError `ECT_TOKEN_SIZE`, `ECT_TOKEN_SEGMENTS` for an empty text, `ECT_TOKEN_BASE64URL`, `ECT_TOKEN_UTF8`,
 * the codes of `parseStrictJson`; `ECT_TOKEN_REVISION` when no accepted revision lets such claims come unsigned
 */
export function decodeUnsignedEct(text: string, options: Pick<DecodeOptions, 'revisions'> = {}): ClaimSource {
  if (text.length > maxTokenBytes) throw new EctError('ECT_TOKEN_SIZE')
  if (text === '') throw new EctError('ECT_TOKEN_SEGMENTS')
  const { value: payload, notIntegers } = parseJsonBytes(decodeBase64url(text, 'payload'), 'payload')
  const profile = (options.revisions ?? [defaultRevision])
    .map((revision) => profiles[revision])
    .find(({ unsigned, typ, recognises }) => unsigned && recognises(payload, typ.issued))
  if (profile === undefined) throw new EctError('ECT_TOKEN_REVISION')
  return { payload, notIntegers, profile }
}
