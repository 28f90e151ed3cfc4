import { jsonAnswer, textAnswer } from '../answers.ts'
import { HttpProblem } from '../http-problem.ts'
import { openApi } from '../openapi/document.ts'
import type { Call, Service } from '../service.ts'

/** The process is there. */
export function getHealth(): Response {
  return textAnswer('ok\n')
}

/**
 * The service can do its work: the ledger can be read and written. One that is stopping answers nothing else than 503.
 */
export async function getReadiness(_call: Call, { watch }: Service): Promise<Response> {
  return (await watch.isReady()) ? textAnswer('ready\n') : textAnswer('the ledger does not answer\n', 503)
}

/** Figures for Prometheus. */
export async function getMetrics(_call: Call, { metrics, watch }: Service): Promise<Response> {
  return textAnswer(metrics.text(await watch.figures()), 200, 'text/plain; version=0.0.4; charset=utf-8')
}

/** The description of this interface. */
export function getOpenApi(): Response {
  return jsonAnswer(openApi)
}

/** The public keys that the service verifies with. */
export function getKeys(_call: Call, { keys }: Service): Response {
  if (keys.published === undefined) throw new HttpProblem(404, { detail: 'the keys of this service cannot be listed' })
  return jsonAnswer(keys.published)
}
