import { errorCodes } from '@wimse-ect/claims'
import { parseCheckpoint } from '@wimse-ect/ledger'
import type { JSX } from 'preact'
import type { Verification } from '../use-verification.ts'
import { type Failure, type Summary, summarise } from '../verify/summary.ts'
import { type Trust, trustNames } from '../verify/trust.ts'
import { dimensions, dimensionWords, type Outcome, worst } from '../verify/verdict.ts'
import { OutcomeMark } from './state-mark.tsx'

interface Properties {
  readonly verification: Verification
  readonly trust: Trust
  readonly linkTo: (sequence: number) => string
}

/** Starts the verification of the whole workflow, and says in a few lines what came out. */
export function VerificationPanel({ verification, trust, linkTo }: Properties): JSX.Element {
  const { status, progress, report, checkpoint, start } = verification
  return (
    <section class="verification" aria-label="Verification" aria-busy={status === 'running'}>
      {status !== 'done' && (
        <div class="row">
          <button type="button" class="primary" onClick={start} disabled={status === 'running'}>
            {status === 'running' ? 'Verifying …' : 'Verify in this browser'}
          </button>
          {progress !== undefined && <progress value={progress.done} max={progress.of} aria-label="Tasks verified" />}
          {status === 'idle' && <span class="muted">Nothing here has been verified yet.</span>}
        </div>
      )}
      <div role="status">
        {report !== undefined && <Result summary={summarise(report)} checkpoint={checkpoint} linkTo={linkTo} />}
      </div>
      {report !== undefined && (
        <p class="basis">
          <TrustNote trust={trust} />{' '}
          <button type="button" class="link" onClick={start}>
            Verify again
          </button>
        </p>
      )}
    </section>
  )
}

interface ResultProperties {
  readonly summary: Summary
  readonly checkpoint: string | undefined
  readonly linkTo: (sequence: number) => string
}

function Result({ summary, checkpoint, linkTo }: ResultProperties): JSX.Element {
  const { outcome, tasks, byDimension, failures } = summary
  return (
    <div class={`result result-${outcome}`}>
      <p class="sentence">
        <OutcomeMark outcome={outcome} hasWord={false} />
        <strong>{sentence(outcome, tasks)}</strong>
        {checkpoint !== undefined && byDimension.inclusion.pass > 0 && (
          <span class="muted"> Checkpoint of {parseCheckpoint(checkpoint).size.toLocaleString('en-GB')} entries.</span>
        )}
      </p>
      <ul class="dimensions">
        {dimensions.map((dimension) => {
          const counts = byDimension[dimension]
          const outcomes = (['pass', 'fail', 'unchecked'] as const).filter((each) => counts[each] > 0)
          return (
            <li key={dimension} title={dimensionWords[dimension].asks}>
              <OutcomeMark outcome={worst(outcomes)} hasWord={false} />
              <span>{dimensionWords[dimension].name}</span>
              <span class="muted">{outcomes.map((each) => `${counts[each]} ${outcomeShort[each]}`).join(', ')}</span>
            </li>
          )
        })}
      </ul>
      {failures.length > 0 && (
        <ul class="failures">
          {failures.map((failure) => (
            <FailureLine key={`${failure.dimension} ${failure.code}`} failure={failure} linkTo={linkTo} />
          ))}
        </ul>
      )}
    </div>
  )
}

const outcomeShort: Readonly<Record<Outcome, string>> = { pass: 'pass', fail: 'fail', unchecked: 'not checked' }
const shownEntries = 8

function FailureLine({
  failure,
  linkTo,
}: {
  readonly failure: Failure
  readonly linkTo: (sequence: number) => string
}) {
  const { dimension, code, sequences } = failure
  return (
    <li>
      <span class="where">{dimensionWords[dimension].name}</span> <code>{code}</code> {errorCodes[code].meaning}{' '}
      <span class="entries">
        {sequences.length === 1 ? 'Entry' : 'Entries'}{' '}
        {sequences.slice(0, shownEntries).map((sequence) => (
          <a key={sequence} href={linkTo(sequence)}>
            {sequence}
          </a>
        ))}
        {sequences.length > shownEntries && ` and ${sequences.length - shownEntries} more`}
      </span>
    </li>
  )
}

function sentence(outcome: Outcome, { pass, fail, unchecked }: Summary['tasks']): string {
  const all = pass + fail + unchecked
  const tasks = (number: number): string => `${number.toLocaleString('en-GB')} ${number === 1 ? 'task' : 'tasks'}`
  if (outcome === 'pass') return all === 1 ? 'The task is verified.' : `All ${tasks(all)} are verified.`
  if (outcome === 'fail') return `${tasks(fail)} of ${all.toLocaleString('en-GB')} failed verification.`
  return `${tasks(unchecked)} of ${all.toLocaleString('en-GB')} could not be checked completely.`
}

const trustWords = {
  keySet: 'keys of the agents',
  logKey: 'key of the log',
  audience: 'identifier of the ledger',
} as const

/** Says what a verification builds on that nobody but the service vouched for. */
function TrustNote({ trust }: { readonly trust: Trust }): JSX.Element {
  const unpinned = trustNames.filter((name) => trust[name].from !== 'person')
  const said = trust.keySet.from === 'file' || trust.logKey.from === 'file' ? 'this file' : 'the service'
  if (unpinned.length === 0) return <>Judged with the keys that you pinned.</>
  const names = unpinned.map((name) => trustWords[name])
  const list = names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return (
    <>
      Taken as {said} says: {list}. <a href="#/trust">Pin your own</a>.
    </>
  )
}
