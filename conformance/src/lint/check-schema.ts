import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Manifest } from '../formats.ts'

/** Holds every JSON file of the package against its schema and gives what does not fit, one sentence each. */
export function checkSchema(root: string, manifest: Manifest): string[] {
  const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as object
  const ajv = new Ajv2020({ strict: true, allErrors: false, strictRequired: false, strictTypes: false })
  ajv.addSchema(readJson('schema/common.schema.json'))
  const check = (schemaName: string, files: readonly string[]): string[] => {
    const validate = ajv.compile(readJson(`schema/${schemaName}.schema.json`))
    return files
      .filter((file) => !validate(readJson(file)))
      .map((file) => `${file}: ${ajv.errorsText(validate.errors, { dataVar: '' })}`)
  }
  return [
    ...check('manifest', ['manifest.json']),
    ...check('requirements', ['requirements.json']),
    ...check('codes', ['codes.json']),
    ...check('keys', ['keys/private.json', ...manifest.keys.map(({ file }) => file)]),
    ...[...new Set(manifest.suites.map(({ suite }) => suite))].flatMap((name) =>
      check(
        name,
        manifest.suites.filter(({ suite }) => suite === name).map(({ file }) => file),
      ),
    ),
  ]
}
