import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The command that runs the adapter of these packages, which lies beside this file in whatever form this file has. */
export function ownImplementation(): string {
  const adapter = fileURLToPath(new URL(`conformance-adapter${extname(import.meta.url)}`, import.meta.url))
  return [process.execPath, ...process.execArgv, adapter].map(quoted).join(' ')
}

/** For the shell that runs the command. */
function quoted(word: string): string {
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", `'\\''`)}'`
}
