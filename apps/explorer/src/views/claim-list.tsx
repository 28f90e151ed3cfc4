import type { JsonObject, JsonValue } from '@wimse-ect/claims'
import type { JSX } from 'preact'
import { formatTime } from '../format-time.ts'
import { visibleText } from '../visible-text.ts'

const times: ReadonlySet<string> = new Set(['iat', 'exp', 'nbf', 'pol_timestamp'])

/** The claims of a token in the order in which it has them, hashes among them. */
export function ClaimList({ claims }: { readonly claims: JsonObject }): JSX.Element {
  return (
    <dl class="claims">
      {Object.entries(claims).map(([name, value]) => (
        <>
          <dt class="mono">{visibleText(name)}</dt>
          <dd>
            <ClaimValue name={name} value={value} />
          </dd>
        </>
      ))}
    </dl>
  )
}

function ClaimValue({ name, value }: { readonly name: string; readonly value: JsonValue }): JSX.Element {
  if (typeof value === 'string') return <bdi class="mono">{visibleText(value)}</bdi>
  if (typeof value === 'number' && times.has(name)) {
    return (
      <>
        {formatTime(value)} <span class="muted mono">{value}</span>
      </>
    )
  }
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return <Texts of={value} />
  return <pre>{visibleText(JSON.stringify(value))}</pre>
}

function Texts({ of }: { readonly of: readonly string[] }): JSX.Element {
  if (of.length === 0) return <span class="muted">none</span>
  return (
    <ul>
      {of.map((text) => (
        <li>
          <bdi class="mono">{visibleText(text)}</bdi>
        </li>
      ))}
    </ul>
  )
}
