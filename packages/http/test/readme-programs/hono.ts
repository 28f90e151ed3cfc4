import { serve } from '@hono/node-server'
import { type ExecutionVariables, executionContext } from '@wimse-ect/http/hono'
import { Hono } from 'hono'
import { options, task } from './bob.ts'

const app = new Hono<{ Variables: ExecutionVariables }>()
app.use(executionContext(options))
app.post('/modules', (c) => {
  const { subjects, issueChild } = c.get('execution')
  issueChild(task)
  return c.json({ after: subjects.map((parent) => parent.task.action) })
})
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`))
