import { runDemo } from './demo.ts'
import { endProcess } from './end-process.ts'
import { helpText, readOptions } from './options.ts'
import { createScreen } from './report/screen.ts'

// Nobody reads any more, as with `| head`: end. The child processes notice and end too.
process.stdout.on('error', () => process.exit(1))

await endProcess(await main(process.argv.slice(2)))

async function main(args: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>
  try {
    options = readOptions(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\nTry --help.\n`)
    return 2
  }
  if (options.help) {
    process.stdout.write(helpText)
    return 0
  }
  return runDemo(options, createScreen(process.stdout, process.env))
}
