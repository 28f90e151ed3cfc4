/** The suites of the later revisions: which topics they have, in which order. Their defaults are in ../suites.ts. */
import type { Topic } from '../number-cases.ts'
import { parentsTopic, uniquenessTopic, workflowsTopic } from './dag-graph.ts'
import { mixedTopic } from './dag-mixed.ts'
import { policyTopic } from './dag-policy.ts'
import { envelopeTopic } from './decode-envelope.ts'
import { combinationsTopic, tellingClaimsTopic } from './decode-revisions.ts'
import { formTopic, rolesTopic } from './field.ts'
import { deadlineTopic, receiptsTopic, signedTopic } from './level/receipts.ts'
import { leastLevelTopic, unsignedClaimsTopic, envelopeTopic as unsignedEnvelopeTopic } from './level/unsigned.ts'
import { recordsTopic } from './records.ts'
import type { LaterRevision } from './revision.ts'
import { actionTopic, hashesTopic, ignoredTopic } from './verify-claims.ts'
import { extensionsTopic, policyKeysTopic } from './verify-extensions.ts'
import { identifiersTopic, requiredTopic } from './verify-identifiers.ts'
import { issuersTopic } from './verify-issuers.ts'
import { orderTopic, replayTopic } from './verify-order.ts'
import { envelopesTopic, listedTopic, timesTopic } from './verify-procedure.ts'

/** The suites that every later revision has. */
type LaterSuite = 'decode' | 'verify' | 'dag' | 'http-field' | 'ledger'

/** The topics of each suite of a later revision. */
export function laterTopics(revision: LaterRevision): { readonly [Name in LaterSuite]: readonly Topic<Name>[] } {
  return {
    decode: [combinationsTopic, tellingClaimsTopic, envelopeTopic].map((topic) => topic(revision)),
    verify: [
      requiredTopic,
      identifiersTopic,
      issuersTopic,
      hashesTopic,
      ignoredTopic,
      actionTopic,
      extensionsTopic,
      policyKeysTopic,
      listedTopic,
      envelopesTopic,
      timesTopic,
      orderTopic,
      replayTopic,
    ].map((topic) => topic(revision)),
    dag: [uniquenessTopic, parentsTopic, workflowsTopic, policyTopic, mixedTopic].map((topic) => topic(revision)),
    'http-field': [formTopic, rolesTopic].map((topic) => topic(revision)),
    ledger: [recordsTopic(revision)],
  }
}

/** The topics of the suite `level`, which only ect-01 has. */
export const levelTopics: readonly Topic<'level'>[] = [
  leastLevelTopic,
  unsignedEnvelopeTopic,
  unsignedClaimsTopic,
  signedTopic,
  deadlineTopic,
  receiptsTopic,
]
