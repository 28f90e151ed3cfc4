import type { CaseBase, JwkSet, SuiteCases, SuiteName } from './cases.ts'
import { expandChain } from './expand-chain.ts'
import type { Keys, SuiteFile } from './formats.ts'

type Completers = { readonly [Name in SuiteName]: (file: SuiteFile<Name>, keys: Keys) => SuiteCases[Name][] }

/** What every case keeps as it is. A member that is absent stays absent. */
function base(item: CaseBase): CaseBase {
  const { tcId, comment, rules, flags, result, code, signedBy } = item
  const common = { tcId, comment, rules, flags, result }
  return { ...common, ...(code === undefined ? {} : { code }), ...(signedBy === undefined ? {} : { signedBy }) }
}

/** `expect` only where it exists. */
function expected<Expect>(item: { readonly expect?: Expect }): { readonly expect?: Expect } {
  return item.expect === undefined ? {} : { expect: item.expect }
}

const completers: Completers = {
  decode: ({ cases, defaults }) =>
    cases.map((item) => ({
      signedBy: defaults.signedBy,
      ...base(item),
      token: item.token,
      options: { ...defaults.options, ...item.options },
      ...expected(item),
    })),

  verify: ({ cases, defaults }, keys) =>
    cases.map((item) => ({
      ...base(item),
      token: item.token,
      now: item.now ?? defaults.now,
      audience: item.audience ?? defaults.audience,
      keys: item.wits === undefined ? keys.set(item.keys ?? defaults.keys) : { keys: [] },
      wits: item.wits ?? [],
      trustDomains: setsByDomain(item.trustDomains ?? {}, keys),
      options: { ...defaults.options, ...item.options },
      seen: item.seen ?? [],
      ...expected(item),
    })),

  dag: ({ cases, defaults }, keys) =>
    cases.map((item) => ({
      ...base(item),
      store: { mode: item.store.mode, records: recordsOf(item.store, keys) },
      token: item.token,
      audience: item.audience ?? defaults.audience,
      keys: keys.set(item.keys ?? defaults.keys),
      options: { ...defaults.options, ...item.options },
      ...expected(item),
    })),

  'http-field': ({ cases, defaults }, keys) =>
    cases.map((item) => ({
      ...base(item),
      lines: item.lines,
      now: item.now ?? defaults.now,
      audience: item.audience ?? defaults.audience,
      keys: keys.set(item.keys ?? defaults.keys),
      options: { ...defaults.options, ...item.options },
      seen: item.seen ?? [],
      dag: item.dag ?? false,
      ...expected(item),
      ...(item.status === undefined ? {} : { status: item.status }),
    })),

  ledger: ({ cases, defaults }, keys) =>
    cases.map((item) => ({
      ...base(item),
      audience: item.audience ?? defaults.audience,
      keys: keys.set(item.keys ?? defaults.keys),
      options: { ...defaults.options, ...item.options },
      steps: item.steps,
    })),

  // The log key is a default for receipts alone; bare proofs have no key.
  proof: ({ cases, defaults }) => cases.map((item) => (item.ask === 'receipt' ? { ...defaults, ...item } : item)),

  checkpoint: ({ cases, defaults }) => cases.map((item) => ({ ...defaults, ...item })),

  level: ({ cases, defaults }, keys) =>
    cases.map((item) => {
      const now = item.now ?? defaults.now
      return {
        seen: [],
        levelAt: [now],
        logKey: defaults.logKey,
        ...item,
        now,
        audience: item.audience ?? defaults.audience,
        keys: keys.set(item.keys ?? defaults.keys),
        options: { ...defaults.options, ...item.options },
      }
    }),

  cose: ({ cases, defaults }, keys) =>
    cases.map((item) => ({
      ...base(item),
      message: item.message,
      now: item.now ?? defaults.now,
      audience: item.audience ?? defaults.audience,
      keys: keys.set(item.keys ?? defaults.keys),
      options: { ...defaults.options, ...item.options },
      seen: item.seen ?? [],
      ...expected(item),
    })),
}

function setsByDomain(names: Readonly<Record<string, string>>, keys: Keys): Record<string, JwkSet> {
  return Object.fromEntries(Object.entries(names).map(([domain, name]) => [domain, keys.set(name)]))
}

function recordsOf(store: SuiteFile<'dag'>['cases'][number]['store'], keys: Keys): readonly string[] {
  return store.chain === undefined ? store.records : [...store.records, ...expandChain(store.chain, keys.private)]
}

/**
 * Completes the cases of a suite file: defaults are filled in, key sets put in place of their names, chains expanded.
 */
export function completeCases<Name extends SuiteName>(file: SuiteFile<Name>, keys: Keys): SuiteCases[Name][] {
  return completers[file.suite](file, keys)
}
