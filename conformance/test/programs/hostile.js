/** Programs under test that mean harm. The first argument says how, the second is a port of the test where one is needed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const [behaviour, port] = process.argv.slice(2)
const clearScreen = '\u001b[2J\u009b2J'

/** What is written for a question, by behaviour. */
const lines = {
  'nested-line': () => '['.repeat(4e5) + ']'.repeat(4e5),
  'many-bytes': (tcId) => `{"tcId":${tcId},"result":"valid","expect":[${'[],'.repeat(1e5)}[]]}`,
  'clearing-line': () => clearScreen,
  'clearing-answer': () => JSON.stringify({ tcId: clearScreen, result: 'valid' }),
  'clearing-code': (tcId) => JSON.stringify({ tcId, result: 'invalid', code: clearScreen }),
  'long-code': (tcId) => JSON.stringify({ tcId, result: 'invalid', code: 'E'.repeat(65) }),
}

/** A program in the background that holds a connection to the test for as long as it lives. */
async function stayBehind(options) {
  const script = `require('node:net').connect(${port}, '127.0.0.1', () => console.error('connected')).on('close', process.exit)`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'pipe'], ...options })
  await once(child.stderr, 'data')
  child.stderr.destroy()
  child.unref()
}

const forever = (action) => new Promise(() => setInterval(action, 20))

const others = {
  'endless-line': async () => {
    for (;;) if (!process.stdout.write('x'.repeat(65_536))) await once(process.stdout, 'drain')
  },
  'empty-lines': () => forever(() => console.log()),
  'clearing-errors': () => console.error(`${clearScreen}\tlast words`),
  'stays-behind': () => stayBehind({}),
  'stays-behind-talking': async () => {
    await stayBehind({})
    console.log('no answer')
  },
  'stays-behind-silent': async () => {
    await stayBehind({})
    await forever(() => undefined)
  },
  'leaves-the-group': () => stayBehind({ detached: true }),
}

await others[behaviour]?.()
for await (const line of createInterface({ input: process.stdin })) {
  const { tcId } = JSON.parse(line)
  console.log(lines[behaviour]?.(tcId) ?? JSON.stringify({ tcId, result: 'valid' }))
}
