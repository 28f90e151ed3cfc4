/** Name of the field that carries Workload Identity Tokens. */
export const workloadIdentityField = 'workload-identity-token'

/**
 * Name of the trailer field that says, after a streamed response, which task its child records. A name of this project:
 * the draft has none.
 */
export const executionTaskField = 'execution-context-task'
