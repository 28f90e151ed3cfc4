import { randomUUID } from 'node:crypto'
import {
  contentHash,
  createVerifier,
  generateKey,
  jwksKeys,
  type KeySet,
  type KeySetMember,
  type Ledger,
  type Signer,
  signEct,
} from 'wimse-ect'
import type { Step } from './step.ts'

/** The ledger that the tokens of the samples are for. */
export const audience = 'spiffe://example.com/system/ledger'

/** Makes agents, has them sign, and records what they sign. */
export class Recorder {
  /** The time of everything that is signed, verified and stored, in seconds since 1970. */
  now: number
  readonly #members: KeySetMember[] = []
  readonly #signers = new Map<string, Signer>()

  constructor(now: number) {
    this.now = now
  }

  /** The keys of all agents that have signed so far. */
  get keys(): KeySet {
    return { keys: [...this.#members] }
  }

  /**
   * Records the tasks of a workflow, each some seconds after the one before.
   *
   * @returns the task ids by action
   */
  async record(ledger: Ledger, workflowId: string, steps: readonly Step[]): Promise<ReadonlyMap<string, string>> {
    const taskIds = new Map<string, string>()
    for (const step of steps) {
      this.now += 7 + (step.action.length % 11)
      const taskId = ledger.ids === 'uuid' ? randomUUID() : `${workflowId}-task-${taskIds.size}`
      const token = await this.#sign(step, workflowId, taskId, taskIds, ledger.ids)
      const verifier = createVerifier({ audience, keys: jwksKeys(this.keys), ledger, clock: () => this.now })
      await verifier.record(token)
      taskIds.set(step.action, taskId)
    }
    return taskIds
  }

  async #sign(
    { action, agent, after, decision, compensates }: Step,
    wid: string,
    tid: string,
    taskIds: ReadonlyMap<string, string>,
    ids: Ledger['ids'],
  ): Promise<string> {
    const key = await this.#signerOf(agent)
    const text = new TextEncoder()
    return signEct(
      {
        iss: `spiffe://example.com/agent/${agent}`,
        aud: [audience],
        jti: randomUUID(),
        tid,
        wid,
        exec_act: action,
        par: after.map((name) => taskIds.get(name) ?? name),
        pol: `${agent.replaceAll('-', '_')}_policy_v2`,
        pol_decision: decision ?? 'approved',
        inp_hash: await contentHash(text.encode(after.join())),
        out_hash: await contentHash(text.encode(action)),
        exec_time_ms: 40 * action.length,
        ...(compensates === undefined ? {} : { compensation_required: true, compensation_reason: compensates }),
      },
      { key, now: this.now, ids },
    )
  }

  async #signerOf(agent: string): Promise<Signer> {
    const known = this.#signers.get(agent)
    if (known !== undefined) return known
    const key = await generateKey({ kid: `${agent}-key`, subject: `spiffe://example.com/agent/${agent}` })
    this.#members.push(key.publicJwk)
    this.#signers.set(agent, key.privateKey)
    return key.privateKey
  }
}
