import { checkClaims, type DecodeOptions, decodeEct, type EctStore, taskOf, type VerifiedEct } from '@wimse-ect/claims'
import { type DagCase, loadCases, type SuiteRevision } from '@wimse-ect/conformance'
import { describe, expect, it } from 'vitest'
import { admit } from '../src/admit.ts'
import { inlineStore } from '../src/inline-store.ts'
import { refusal } from './refusal.ts'
import { asVerified, ledgerOf } from './tasks.ts'

/** A token of the suite as the verification would give it: every one of them passes steps 1 to 13. */
function verified(compact: string, options: DagCase['options']): VerifiedEct {
  const token = decodeEct(compact, options as DecodeOptions)
  const claims = checkClaims(token, options)
  const { signingInput, header } = token
  const task = taskOf(token, claims, options)
  return asVerified({ compact, signingInput, header, claims, task, ids: options.ids, verifiedAt: claims.iat })
}

function storeOf(mode: 'ledger' | 'inline', tokens: readonly VerifiedEct[]): EctStore {
  return mode === 'inline' ? inlineStore(tokens) : ledgerOf(...tokens.map(({ task }) => task))
}

const revisions: readonly SuiteRevision[] = ['execution-context-00', 'ect-00', 'ect-01']

describe.each(revisions)('the conformance suite dag, %s', { timeout: 60_000 }, (revision) => {
  for (const each of loadCases('dag', revision)) {
    const { tcId, comment, rules, store, token, options, result, code, expect: expected } = each
    it(`${tcId} ${rules.map((rule) => `[${rule}]`).join(' ')} ${comment}`, () => {
      const recorded = store.records.map((compact) => verified(compact, options))
      const run = (): ReturnType<typeof admit> =>
        admit(verified(token, options), storeOf(store.mode, recorded), options)
      if (result === 'invalid') {
        expect(refusal(run)[0]).toBe(code)
        return
      }
      const tasks = recorded.map(({ task }) => task)
      expect(run().parents.map((parent) => tasks.indexOf(parent.task))).toEqual(expected?.parents)
    })
  }
})
