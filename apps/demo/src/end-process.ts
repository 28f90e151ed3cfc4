/**
 * Ends this process once what it printed is out, whatever else still runs in it: a call that never returns must not
 * keep the demo alive when it is over.
 */
export async function endProcess(exitCode: number): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(flush))
  process.exit(exitCode)
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
