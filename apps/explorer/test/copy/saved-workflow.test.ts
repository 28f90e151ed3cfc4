import { expect, it } from 'vitest'
import { dataText } from '../../src/copy/make-copy.ts'
import { copyFileName } from '../../src/copy/save-file.ts'
import { readSavedWorkflow, type SavedWorkflow, writeSavedWorkflow } from '../../src/copy/saved-workflow.ts'
import { ShapeError } from '../../src/service/json-shape.ts'
import { recordedWorkflow, withEntry } from '../workflow.ts'

const { workflow, evidence, trust } = await recordedWorkflow()
const saved: SavedWorkflow = {
  savedAt: 1_772_440_000,
  savedFrom: 'http://127.0.0.1:8787',
  workflow,
  keySet: trust.keySet.value,
  evidence,
}

it('reads what it writes', () => {
  expect(readSavedWorkflow(writeSavedWorkflow(saved))).toEqual(saved)
  const unsigned = { ...saved, keySet: undefined, evidence: undefined }
  expect(readSavedWorkflow(writeSavedWorkflow(unsigned))).toEqual(unsigned)
})

it('writes data in which no text can end the element that holds them', () => {
  const action = '</script><!--<script>alert(1)</script>\u2028'
  const hostile = { ...saved, workflow: withEntry(workflow, 0, () => ({ action })) }
  expect(dataText(hostile)).not.toContain('<')
  expect(readSavedWorkflow(dataText(hostile)).workflow.entries[0]?.action).toBe(action)
})

it.for([
  '',
  '[]',
  '{}',
  '{"format":"wimse-ect-explorer-copy/1"}',
  writeSavedWorkflow(saved).replace('"receipts":[', '"receipts":["",'),
])('refuses %.40s', (text) => {
  expect(() => readSavedWorkflow(text)).toThrow(ShapeError)
})

it('makes a name for the file that no identifier can turn into a path', () => {
  expect(copyFileName('../../etc/pass wd:x')).toBe('workflow-_etc_pass_wd_x.html')
})
