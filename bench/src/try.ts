import { benchDag } from './dag/bench-dag.ts'
import { benchSigning } from './signing/bench-signing.ts'
import { resultText } from './print-result.ts'
for (const b of [benchDag, benchSigning]) {
const t = performance.now()
const r = await b({repetitions: 2, isScale: false})
console.log(resultText(r))
console.log(performance.now()-t)
}
