import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Report, WritingSettings } from './protocol.ts'

const program = join(import.meta.dirname, 'writing-process.ts')
const flags = ['--conditions=@wimse-ect/source', '--no-warnings']

/** Lets a process write; resolves to what it said when it has ended. */
export async function startWriting(settings: WritingSettings): Promise<readonly Report[]> {
  const child = spawn(process.execPath, [...flags, program, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const reports: Report[] = []
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => reports.push(JSON.parse(line)))
  const [[code]] = await Promise.all([once(child, 'exit'), once(reader, 'close')])
  if (code !== 0) reports.push({ problem: `a writer ended with ${code}` })
  return reports
}
