/** The suites: which topics those of execution-context-00 have, in which order, and what holds by default. */
import type { SuiteName, SuiteRevision } from '../cases.ts'
import type { SuiteDefaults, SuiteFile, SuiteFileCases } from '../formats.ts'
import { bob, ledger, now } from './cast.ts'
import { formTopic as noteTopic, signatureTopic } from './checkpoint/notes.ts'
import { witnessTopic } from './checkpoint/witnesses.ts'
import { claimsTopic as coseClaimsTopic } from './cose/claims.ts'
import { encodingTopic } from './cose/encoding.ts'
import { headerTopic as coseHeaderTopic, messageTopic } from './cose/message-form.ts'
import { stepsTopic } from './cose/steps.ts'
import { parentsTopic, uniquenessTopic } from './dag/parents.ts'
import { policyTopic, walkTopic } from './dag/walk-and-policy.ts'
import { bytesTopic } from './decode/bytes.ts'
import { headerTopic } from './decode/header.ts'
import { jsonTopic } from './decode/json.ts'
import { formTopic, rolesTopic } from './http-field/field.ts'
import { ect00, ect01, type LaterRevision } from './later/revision.ts'
import { laterTopics, levelTopics } from './later/suites.ts'
import { admissionTopic, graphTopic } from './ledger/graph.ts'
import { recordsTopic } from './ledger/records.ts'
import { log, vkey } from './log/note.ts'
import { numberCases, type Topic } from './number-cases.ts'
import { receiptTopic } from './proof/receipts.ts'
import { consistencyTopic, inclusionTopic } from './proof/trees.ts'
import { flagNotes } from './suite-notes.ts'
import { claimsTopic } from './verify/claims.ts'
import { idsTopic } from './verify/ids.ts'
import { keysTopic } from './verify/keys.ts'
import { orderTopic, replayTopic } from './verify/order.ts'
import { partiesTopic, timesTopic } from './verify/parties-and-times.ts'
import { workloadIdentityTopic } from './verify/workload-identity.ts'

const limits = { expiryLeeway: 0, maxAge: 900, clockSkew: 30, maxParents: 100 } as const
const coseOptions = { algorithms: ['ES256'], ...limits } as const
const verifyOptions = { algorithms: ['ES256'], ids: 'uuid', ...limits } as const

/** What holds by default in the suites of a revision. */
function defaultsOf(revision: SuiteRevision): SuiteDefaults {
  const revisions = [revision]
  return {
    decode: {
      signedBy: 'alice-key',
      options: { revisions, algorithms: ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'] },
    },
    verify: { now, audience: bob, keys: 'agents', options: { revisions, ...verifyOptions } },
    dag: {
      audience: ledger,
      keys: 'agents',
      options: {
        revisions,
        ids: 'uuid',
        maxParents: 100,
        crossWorkflowParents: false,
        mixedRevisions: false,
        maxAncestors: 10_000,
      },
    },
    'http-field': {
      now,
      audience: bob,
      keys: 'agents',
      options: { revisions, ...verifyOptions, maxTokens: 64, mixedRevisions: false },
    },
    ledger: {
      audience: ledger,
      keys: 'agents',
      options: {
        revisions,
        ...verifyOptions,
        crossWorkflowParents: false,
        mixedRevisions: false,
        maxLatenessSeconds: 0,
      },
    },
    proof: { logKey: vkey(log) },
    checkpoint: { logKey: vkey(log) },
    level: {
      now,
      audience: bob,
      keys: 'agents',
      options: { revisions, ...verifyOptions, minimumLevel: 2, acceptUnsigned: false, receiptDeadline: 0 },
      logKey: vkey(log),
    },
    cose: { now, audience: bob, keys: 'agents', options: coseOptions },
  }
}

function suite<Name extends SuiteName>(
  name: Name,
  topics: readonly Topic<Name>[],
  revision: SuiteRevision = 'execution-context-00',
): SuiteFile<Name> {
  const cases: SuiteFileCases[Name][] = numberCases(topics)
  const used = new Set(cases.flatMap(({ flags }) => flags))
  return {
    $schema: `../schema/${name}.schema.json`,
    suite: name,
    revision,
    notes: Object.fromEntries(Object.entries(flagNotes).filter(([flag]) => used.has(flag))),
    defaults: defaultsOf(revision)[name],
    cases,
  }
}

function laterSuites(revision: LaterRevision): readonly SuiteFile<SuiteName>[] {
  const { decode, verify, dag, 'http-field': field, ledger: records } = laterTopics(revision)
  return [
    suite('decode', decode, revision.name),
    suite('verify', verify, revision.name),
    suite('dag', dag, revision.name),
    suite('http-field', field, revision.name),
    suite('ledger', records, revision.name),
  ]
}

/** Every suite file, in the order of the manifest: revision by revision, the first one first. */
export function makeSuites(): readonly SuiteFile<SuiteName>[] {
  return [
    suite('decode', [bytesTopic, jsonTopic, headerTopic]),
    suite('verify', [
      keysTopic,
      partiesTopic,
      timesTopic,
      idsTopic,
      claimsTopic,
      orderTopic,
      replayTopic,
      workloadIdentityTopic,
    ]),
    suite('dag', [uniquenessTopic, parentsTopic, walkTopic, policyTopic]),
    suite('http-field', [formTopic, rolesTopic]),
    suite('ledger', [recordsTopic, graphTopic, admissionTopic]),
    suite('proof', [receiptTopic, inclusionTopic, consistencyTopic]),
    suite('checkpoint', [noteTopic, signatureTopic, witnessTopic]),
    ...laterSuites(ect00),
    ...laterSuites(ect01),
    suite('level', levelTopics, 'ect-01'),
    suite('cose', [messageTopic, encodingTopic, coseHeaderTopic, stepsTopic, coseClaimsTopic], 'ect-00'),
  ]
}
