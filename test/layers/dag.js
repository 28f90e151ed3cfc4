// Judges whether a task fits what came before it (node signing.js | node verification.js | node dag.js).
import { json } from 'node:stream/consumers'
import { admit, inlineStore } from '@wimse-ect/dag'

const [review, implement] = await json(process.stdin)
const { parents } = admit(implement, inlineStore([review]))
for (const parent of parents) console.log(`${implement.task.action} follows from ${parent.task.action}`)
