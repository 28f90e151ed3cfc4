import { expect, it } from 'vitest'
import * as cose from '../src/index.ts'

it('the package exports its front doors and nothing else', () => {
  expect(Object.keys(cose).sort()).toEqual(['coseMediaType', 'createCoseVerifier', 'decodeCoseEct', 'signCoseEct'])
})
