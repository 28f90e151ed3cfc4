import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { runCommandLine } from '../src/command-line.ts'

const program = fileURLToPath(new URL('./programs/hostile.js', import.meta.url))
const hostile = (behaviour: string, port = 0): string => `"${process.execPath}" "${program}" ${behaviour} ${port}`

/** Runs the suite `ledger` from the command line. */
async function commandLine(command: string, timeout = '30'): Promise<{ exit: number; text: string }> {
  const written: string[] = []
  const write = (text: string): void => {
    written.push(text)
  }
  const args = ['run', '--impl', command, '--suite', 'ledger', '--timeout', timeout]
  const exit = await runCommandLine(args, { out: write, err: write })
  return { exit, text: written.join('\n') }
}

/** Where a program that stays behind connects, and the end of that connection: the end of the program. */
async function watchStaying(): Promise<{ port: number; connected: Promise<unknown>; ended: Promise<unknown> }> {
  const server = createServer((socket) => {
    onTestFinished(() => {
      socket.destroy()
    })
    socket.on('error', () => undefined).resume()
    socket.on('close', () => server.emit('ended'))
  })
  onTestFinished(() => {
    server.close()
  })
  const [connected, ended] = [once(server, 'connection'), once(server, 'ended')]
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('not listening on a port')
  return { port: address.port, connected, ended }
}

describe('a program that means harm', () => {
  it.each([
    ['nested-line', 'writes JSON that is nested too deeply to be written again'],
    ['endless-line', 'never ends its line'],
    ['many-bytes', 'writes much more than answers need'],
    ['clearing-line', 'writes control characters'],
    ['clearing-answer', 'writes control characters in the place of a number'],
    ['clearing-code', 'writes control characters in a code'],
    ['long-code', 'writes a code of more than 64 characters'],
  ])('%s: %s, and the run ends with 3 and a short printable message', async (behaviour) => {
    const { exit, text } = await commandLine(hostile(behaviour))
    expect(exit).toBe(3)
    expect(text).toMatch(/^[ -~]{1,1000}$/)
  })

  it('does not win time with empty lines', async () => {
    expect((await commandLine(hostile('empty-lines'), '0.5')).exit).toBe(3)
  })

  it('reaches the terminal escaped on standard error', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    onTestFinished(() => {
      write.mockRestore()
    })
    await commandLine(hostile('clearing-errors'))
    expect(write.mock.calls.join('')).toBe('\\u{1b}[2J\\u{9b}2J\tlast words\n')
  })
})

describe('what a program leaves in the background', () => {
  it('ends with a run that comes to its end', async () => {
    const { port, ended } = await watchStaying()
    expect((await commandLine(hostile('stays-behind', port))).exit).toBe(1)
    expect(await ended).toBeDefined()
  })

  it('ends with a run that is given up', async () => {
    const { port, ended } = await watchStaying()
    expect((await commandLine(hostile('stays-behind-talking', port))).exit).toBe(3)
    expect(await ended).toBeDefined()
  })

  it('cannot hold up the run when it leaves the process group', async () => {
    const { port, connected } = await watchStaying()
    expect((await commandLine(hostile('leaves-the-group', port))).exit).toBe(1)
    expect(await connected).toBeDefined()
  })

  it.each([true, false])(
    'ends when a signal ends this process, and when somebody handles the signal: %s',
    async (handled) => {
      const handler = (): void => undefined
      if (handled) process.on('SIGHUP', handler)
      const kill = process.kill.bind(process)
      const raise = vi
        .spyOn(process, 'kill')
        .mockImplementation((pid, signal) => pid === process.pid || kill(pid, signal))
      onTestFinished(() => {
        process.off('SIGHUP', handler)
        raise.mockRestore()
      })
      const { port, connected, ended } = await watchStaying()
      const run = commandLine(hostile('stays-behind-silent', port))
      await connected
      process.emit('SIGHUP', 'SIGHUP')
      await ended
      expect((await run).exit).toBe(3)
      expect(raise.mock.calls.filter(([pid]) => pid === process.pid)).toEqual(handled ? [] : [[process.pid, 'SIGHUP']])
    },
  )
})
