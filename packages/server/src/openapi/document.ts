import { paths } from './paths.ts'
import { ref, type Schema, schemas } from './schemas.ts'

/** The description of the service's interface, OpenAPI 3.1. */
export const openApi: Schema = {
  openapi: '3.1.0',
  info: {
    title: 'Ledger of Execution Context Tokens',
    version: '1',
    description: 'An append-only, verifiable record of what software agents did.',
    license: { name: 'BSD-3-Clause', identifier: 'BSD-3-Clause' },
  },
  servers: [{ url: '/' }],
  security: [{ bearer: [] }, { certificate: [] }, {}],
  paths,
  components: {
    schemas,
    responses: {
      Problem: {
        description: 'The request was refused, or could not be answered (RFC 9457).',
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    },
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      certificate: { type: 'mutualTLS' },
    },
  },
}
