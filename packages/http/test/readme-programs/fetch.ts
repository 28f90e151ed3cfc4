import { executionContext } from '@wimse-ect/http'
import { options, task } from './bob.ts'

// For Deno.serve(handle), Bun.serve({ fetch: handle }), or the fetch of a worker.
export const handle: (request: Request) => Promise<Response> = executionContext(
  options,
  async (_request, { subjects, issueChild }) => {
    issueChild(task)
    return Response.json({ after: subjects.map((parent) => parent.task.action) })
  },
)
