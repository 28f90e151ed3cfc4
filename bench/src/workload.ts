import { randomBytes, randomUUID } from 'node:crypto'
import type { VerifiedEct } from '@wimse-ect/claims'
import { verified } from '../../packages/ledger/contract/tokens.ts'

const workflowsAtATime = 100
const tasksPerWorkflow = 100
const agents = 10

interface Workflow {
  readonly id: string
  last: string | undefined
  tasks: number
}

/**
 * Tokens as many agents at work make them: a hundred workflows go on at the same time, each task is the child of the
 * one before in its workflow, and after a hundred tasks another workflow takes its place. Nobody checks the signatures,
 * which are random.
 */
export class Workload {
  readonly #workflows: Workflow[] = []
  #made = 0

  next(count: number): VerifiedEct[] {
    return Array.from({ length: count }, () => this.#token())
  }

  #token(): VerifiedEct {
    const place = this.#made % workflowsAtATime
    const agent = this.#made % agents
    this.#made += 1
    const workflow = this.#workflowAt(place)
    const tid = randomUUID()
    const claims = {
      iss: `spiffe://example.com/agent/worker-${agent}`,
      aud: ['spiffe://example.com/system/ledger'],
      iat: 1_772_000_000,
      exp: 1_772_000_600,
      jti: randomUUID(),
      wid: workflow.id,
      tid,
      exec_act: 'review_spec',
      par: workflow.last === undefined ? [] : [workflow.last],
      pol: 'spec_review_policy_v2',
      pol_decision: 'approved',
    }
    workflow.last = tid
    workflow.tasks += 1
    const header = { typ: 'wimse-exec+jwt', alg: 'ES256', kid: `worker-${agent}-key` }
    return verified([encode(header), encode(claims), randomBytes(64).toString('base64url')].join('.'))
  }

  #workflowAt(place: number): Workflow {
    const present = this.#workflows[place]
    if (present !== undefined && present.tasks < tasksPerWorkflow) return present
    const next: Workflow = { id: randomUUID(), last: undefined, tasks: 0 }
    this.#workflows[place] = next
    return next
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
