/** Everybody in the demo, by SPIFFE ID. */
export const identities = {
  agentA: 'spiffe://example.com/agent/a',
  agentB: 'spiffe://example.com/agent/b',
  specReviewer: 'spiffe://example.com/agent/spec-reviewer',
  codeGenerator: 'spiffe://example.com/agent/code-generator',
  unitTester: 'spiffe://example.com/agent/unit-tester',
  integrationTester: 'spiffe://example.com/agent/integration-tester',
  buildAgent: 'spiffe://example.com/agent/build-agent',
  releaseManager: 'spiffe://example.com/human/release-manager',
  qualityEngineer: 'spiffe://example.com/human/quality-engineer',
  mallory: 'spiffe://example.com/agent/mallory',
  ledger: 'spiffe://example.com/system/ledger',
} as const

/** The last part of a SPIFFE ID, for tables. */
export function shortName(spiffeId: string): string {
  return spiffeId.slice(spiffeId.lastIndexOf('/') + 1)
}
