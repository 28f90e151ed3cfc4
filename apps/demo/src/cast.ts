import type { WitnessEndpoint } from '@wimse-ect/witness'
import { jwksKeys, type KeyResolver, type KeySetMember } from 'wimse-ect'
import { identities, shortName } from './identities.ts'
import { type LedgerFiles, logNames } from './ledger-files.ts'
import type { Processes } from './processes.ts'
import type { Registration, Settings } from './registration.ts'
import type { RunFiles } from './run-files.ts'
import { expectDefined } from './surprise.ts'

/** Everybody who takes part, up and running. */
export interface Cast {
  readonly ledgerUrl: string
  /** URL of a second ledger, whose clock is an hour ahead and which takes tokens that come late. */
  readonly lateLedgerUrl: string
  /** Public key of the ledger's log. */
  readonly logKey: string
  /** Who cosigns the checkpoints of the ledger. */
  readonly witness: WitnessEndpoint
  /** Everybody's public keys. */
  readonly keySet: readonly KeySetMember[]
  readonly keys: KeyResolver
  /** URL of an agent. */
  url(id: string): string
  /** Begins a run: tells the agents to record at a ledger, or that there is none. */
  useLedger(ledgerUrl: string | undefined): Promise<void>
  /** Starts the ledger, which was ended, again on its file, and returns its new URL. */
  restartLedger(): Promise<string>
}

/** How far the clock of the late ledger is ahead, in seconds. */
export const lateBySeconds = 3600
/** How late tokens may come to the late ledger, in seconds. */
export const maxLatenessSeconds = 7200

const agents: readonly (readonly [id: string, file: string, ...args: string[]])[] = [
  [identities.agentA, './agents/agent-a.ts'],
  [identities.agentB, './agents/agent-b.ts'],
  [identities.specReviewer, './agents/spec-reviewer.ts'],
  [identities.codeGenerator, './agents/code-generator.ts'],
  [identities.unitTester, './agents/test-agent.ts', 'unit'],
  [identities.integrationTester, './agents/test-agent.ts', 'integration'],
  [identities.buildAgent, './agents/build-agent.ts'],
  [identities.releaseManager, './agents/release-manager.ts'],
  [identities.mallory, './agents/mallory.ts'],
]

/**
 * Starts everybody, collects the public keys and hands them round, as the registrar of a trust domain would: who owns
 * which key is settled here, and never by what somebody sends over HTTP.
 */
export async function startCast(processes: Processes, files: LedgerFiles, runFiles: RunFiles): Promise<Cast> {
  const late = [
    '--file',
    files.lateLedger,
    '--origin',
    logNames.lateLedger,
    '--clock-offset',
    String(lateBySeconds),
    '--max-lateness',
    String(maxLatenessSeconds),
  ]
  const [ledger, lateLedger, witness, ...registrations] = await Promise.all([
    startLedger(processes, files, runFiles),
    processes.start('late-ledger', './ledger-process.ts', late),
    processes.start('witness', './witness-process.ts', ['--state', runFiles.witnessState]),
    ...agents.map(([id, file, ...args]) => processes.start(shortName(id), file, args)),
  ])
  const registered = new Map<string, Registration>(
    registrations.map((registration) => [expectDefined('owner', registration.publicJwk?.sub), registration]),
  )
  const keySet = registrations.flatMap(({ publicJwk }) => publicJwk ?? [])
  const url = (id: string): string => expectDefined(id, registered.get(id)).url
  const peers = Object.fromEntries(agents.map(([id]) => [id, url(id)]))

  async function configure(names: readonly string[], more: Partial<Settings>): Promise<void> {
    await Promise.all(names.map((name) => processes.configure(name, { keys: keySet, peers, ...more })))
  }

  const logKey = expectDefined('log key', ledger.logKey)
  const endpoint = { url: witness.url, verifierKey: expectDefined('witness key', witness.witnessKey) }
  await configure(['witness'], { logKeys: [logKey] })
  await configure(['ledger', 'late-ledger'], {})
  return {
    ledgerUrl: ledger.url,
    lateLedgerUrl: lateLedger.url,
    logKey,
    witness: endpoint,
    keySet,
    keys: jwksKeys({ keys: keySet }),
    url,
    useLedger: (ledgerUrl) =>
      configure(
        agents.map(([id]) => shortName(id)),
        { ledgerUrl },
      ),
    async restartLedger() {
      const { url: ledgerUrl } = await startLedger(processes, files, runFiles)
      await configure(['ledger'], {})
      return ledgerUrl
    },
  }
}

function startLedger(processes: Processes, { ledger }: LedgerFiles, { logSignerKey }: RunFiles): Promise<Registration> {
  return processes.start('ledger', './ledger-process.ts', ['--file', ledger, '--key-file', logSignerKey])
}
