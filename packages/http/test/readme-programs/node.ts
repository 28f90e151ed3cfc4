import { createServer } from 'node:http'
import { executionContext } from '@wimse-ect/http/node'
import { options, task } from './bob.ts'

// The work is told as it goes on. Its last event names the task; a client that reads trailers finds it there too.
const listener = executionContext(options, async (_request, response, { subjects, issueChild }) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const parent of subjects) response.write(`data: after ${parent.task.action}\n\n`)
  const { taskId } = issueChild(task)
  response.end(`event: done\ndata: ${taskId}\n\n`)
})
const server = createServer(listener).listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`)
})
