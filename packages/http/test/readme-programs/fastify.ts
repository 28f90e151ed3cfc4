import { executionContext, executionOf } from '@wimse-ect/http/fastify'
import fastify from 'fastify'
import { options, task } from './bob.ts'

const app = fastify()
await app.register(executionContext(options)) // before @fastify/compress
app.post('/modules', async (request) => {
  const { subjects, issueChild } = executionOf(request)
  issueChild(task)
  return { after: subjects.map((parent) => parent.task.action) }
})
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
