import { expressServer } from './express-server.ts'
import { fastifyServer } from './fastify-server.ts'
import { fetchServer } from './fetch-server.ts'
import { honoServer } from './hono-server.ts'
import { nodeServer } from './node-server.ts'
import type { TestServer } from './server.ts'

/** Everything that passes the shared suite: `*-shared.test.ts`. */
export const servers: readonly TestServer[] = [fetchServer, honoServer, expressServer, fastifyServer, nodeServer]
