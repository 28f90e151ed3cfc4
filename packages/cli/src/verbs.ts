import type { VerbTable } from './verb.ts'

/** Every verb of the command, in the order of its help. */
export const verbs: VerbTable = {
  keygen: { summary: 'make a key pair', load: () => import('./verbs/keygen.ts') },
  sign: { summary: 'sign what was done', load: () => import('./verbs/sign.ts') },
  inspect: { summary: 'show what a token says, unverified', load: () => import('./verbs/inspect.ts') },
  verify: { summary: 'verify tokens', load: () => import('./verbs/verify.ts') },
  'ledger init': { summary: 'make a ledger', load: () => import('./verbs/ledger-init.ts') },
  'ledger append': { summary: 'verify and record tokens', load: () => import('./verbs/ledger-append.ts') },
  'ledger get': { summary: 'show an entry', load: () => import('./verbs/ledger-get.ts') },
  'ledger list': { summary: 'list entries', load: () => import('./verbs/ledger-list.ts') },
  'ledger checkpoint': { summary: 'print the checkpoint', load: () => import('./verbs/ledger-checkpoint.ts') },
  'ledger prove': { summary: 'print the receipt of an entry', load: () => import('./verbs/ledger-prove.ts') },
  'ledger check': { summary: 'check a receipt offline', load: () => import('./verbs/ledger-check.ts') },
  'ledger fsck': { summary: 'check a ledger from end to end', load: () => import('./verbs/ledger-fsck.ts') },
  'ledger export': { summary: 'write a ledger into an archive', load: () => import('./verbs/ledger-export.ts') },
  'ledger import': { summary: 'build a ledger from an archive', load: () => import('./verbs/ledger-import.ts') },
  'ledger tiles': { summary: 'publish the log to a folder', load: () => import('./verbs/ledger-tiles.ts') },
  graph: { summary: 'draw a workflow', load: () => import('./verbs/graph.ts') },
  serve: { summary: 'serve a ledger over HTTP, with its page', load: () => import('./verbs/serve.ts') },
  conformance: { summary: 'run the conformance suites', load: () => import('./verbs/conformance.ts') },
  completion: {
    summary: 'print completion for a shell',
    load: async () => ({ verb: (await import('./verbs/completion.ts')).completionOf(verbs) }),
  },
}
