// Serves the fetch program of the README over HTTP.
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { handle } from './readme-programs/fetch.ts'

const server = createServer(getRequestListener(handle)).listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`)
})
