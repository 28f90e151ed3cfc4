import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type Pins, problemWithPin, type Trust, type Trusted, type TrustName } from '../verify/trust.ts'

interface Properties {
  readonly trust: Trust
  readonly pins: Pins
  readonly pin: (pins: Pins) => void
}

/** What verification builds on, and the place where a person pins it. */
export function TrustView({ trust, pins, pin }: Properties): JSX.Element {
  const editor = (name: TrustName): JSX.Element => (
    <PinEditor
      name={name}
      trusted={trust[name]}
      pin={(value) => pin({ ...pins, [name]: value })}
      unpin={() => pin(Object.fromEntries(Object.entries(pins).filter(([each]) => each !== name)))}
    />
  )
  return (
    <div class="page narrow">
      <h1>Keys and trust</h1>
      <p class="lead">
        A verification is worth as much as the keys it starts from. As long as nothing is pinned, the page uses what the
        ledger itself says: that shows accidents, but not a ledger that lies about its keys. Get the keys from somebody
        you trust and pin them here; they stay in this browser.
      </p>
      {editor('keySet')}
      {editor('logKey')}
      {editor('audience')}
      <section class="card" aria-labelledby="rules-title">
        <h2 id="rules-title">Rules of the graph</h2>
        <label class="check">
          <input
            type="checkbox"
            checked={trust.crossWorkflowParents}
            onChange={({ currentTarget }) => pin({ ...pins, crossWorkflowParents: currentTarget.checked })}
          />
          A task of another workflow may be a parent. Ledgers refuse that unless they are told otherwise.
        </label>
      </section>
    </div>
  )
}

const words: Readonly<Record<TrustName, { readonly title: string; readonly about: string; readonly rows: number }>> = {
  keySet: {
    title: 'Keys of the agents',
    about: 'A JWK set. Each key names its owner, a SPIFFE ID, in "sub". Signature and identity are judged with it.',
    rows: 10,
  },
  logKey: {
    title: 'Key of the log',
    about: 'The verifier key, name+id+base64, as the operator publishes it. Inclusion is judged with it.',
    rows: 2,
  },
  audience: {
    title: 'Identifier of the ledger',
    about: 'What "aud" of every token must contain.',
    rows: 1,
  },
}

interface EditorProperties {
  readonly name: TrustName
  readonly trusted: Trusted
  readonly pin: (value: string) => void
  readonly unpin: () => void
}

function PinEditor({ name, trusted, pin, unpin }: EditorProperties): JSX.Element {
  const { title, about, rows } = words[name]
  const shown = name === 'keySet' ? indented(trusted.value) : (trusted.value ?? '')
  const [draft, setDraft] = useState<string>()
  const text = draft ?? shown
  const problem = draft === undefined || draft === '' ? undefined : problemWithPin(name, draft.trim())
  const accept = (): void => {
    pin(text.trim())
    setDraft(undefined)
  }
  const upload = (file: File | undefined): void => {
    file?.text().then(setDraft, () => setDraft(''))
  }
  return (
    <section class="card pin" aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>{title}</h2>
      <Origin of={trusted} />
      <p class="muted" id={`${name}-about`}>
        {about}
      </p>
      <textarea
        rows={rows}
        spellcheck={false}
        aria-labelledby={`${name}-title`}
        aria-describedby={`${name}-about`}
        aria-invalid={problem !== undefined}
        value={text}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
      />
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="row">
        <button type="button" class="primary" disabled={text.trim() === '' || problem !== undefined} onClick={accept}>
          Pin this
        </button>
        <label class="button">
          From a file
          <input
            class="hidden"
            type="file"
            onChange={({ currentTarget }) => upload(currentTarget.files?.[0] ?? undefined)}
          />
        </label>
        {trusted.from === 'person' && (
          <button
            type="button"
            onClick={() => {
              setDraft(undefined)
              unpin()
            }}
          >
            Unpin
          </button>
        )}
      </div>
    </section>
  )
}

/** Who said it, in a word that does not look like a proof when it is none. */
export function Origin({ of: { from, value } }: { readonly of: Trusted }): JSX.Element {
  if (from === 'person') return <span class="origin pinned">pinned by you</span>
  if (value === undefined) return <span class="origin">not known</span>
  return <span class="origin">{from === 'file' ? 'as this file says' : 'as the service says'}</span>
}

function indented(json: string | undefined): string {
  try {
    return JSON.stringify(JSON.parse(json ?? ''), undefined, 2)
  } catch {
    return json ?? ''
  }
}
