import { type Agent, request } from 'node:http'

/** What the service says about a token. */
export interface TokenAnswer {
  readonly sequence: number
  readonly receipt: string
}

/**
 * Sends tokens to a ledger service.
 *
 * @returns what it says about each, all of them durable
 * @throws Error when one of them was refused, or has no receipt
 */
export function postTokens(url: string, tokens: readonly string[], agent: Agent): Promise<readonly TokenAnswer[]> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/wimse-exec+jwt' }
    const sending = request(`${url}/ects`, { method: 'POST', headers, agent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const answers = readAnswers(Buffer.concat(chunks).toString())
        if (answers.length === tokens.length && answers.every(isRecorded)) resolve(answers)
        else reject(new Error(`the service answered with ${response.statusCode}`))
      })
    })
    sending.on('error', reject)
    sending.end(tokens.join('\n'))
  })
}

function readAnswers(text: string): readonly unknown[] {
  const answer: unknown = JSON.parse(text)
  if (typeof answer === 'object' && answer !== null && 'results' in answer) return answer.results as readonly unknown[]
  return [answer]
}

function isRecorded(answer: unknown): answer is TokenAnswer {
  if (typeof answer !== 'object' || answer === null || !('sequence' in answer) || !('receipt' in answer)) return false
  return typeof answer.sequence === 'number' && typeof answer.receipt === 'string'
}
