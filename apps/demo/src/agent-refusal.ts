/**
 * An agent's own no to a token that is genuine: it comes from somebody, or is about something, that the agent does not
 * build on. An ECT is evidence and never an authorisation; who may ask for what is for each agent to decide.
 */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal'
  readonly code = 'AGENT_POLICY'
}
