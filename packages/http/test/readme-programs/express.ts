import { executionContext, executionOf } from '@wimse-ect/http/express'
import express from 'express'
import { options, task } from './bob.ts'

const app = express()
app.use(executionContext(options)) // after compression(), before express.json()
app.post('/modules', (request, response) => {
  const { subjects, issueChild } = executionOf(request)
  issueChild(task)
  response.json({ after: subjects.map((parent) => parent.task.action) })
})
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`)
})
