// Serves the fetch program of the README over HTTP.
import { serve } from '@hono/node-server'
import { handle } from './readme-programs/fetch.ts'

serve({ fetch: handle, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`))
