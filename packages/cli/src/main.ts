#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts'

// Whoever reads the output may have seen enough, as `head` has. That is no news for anybody, but it was not all.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(3)
})

process.exitCode = await runCommandLine(process.argv.slice(2))
