import type { ProblemDetails } from 'wimse-ect'

/**
 * An agent's own refusal of a verified token, for its sender or for what it is about. An ECT is evidence and never an
 * authorisation; who may ask for what is for each agent to decide.
 */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal'
  readonly code = 'AGENT_POLICY'
}

/** What a peer is told then: the same as about a token that is refused, so that the answer does not tell them apart. */
export const agentRefusalProblem: ProblemDetails = { type: 'about:blank', title: 'Forbidden', status: 403 }
