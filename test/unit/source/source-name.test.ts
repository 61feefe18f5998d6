import { expect, it } from 'vitest'
import { classifyName, skippedByName } from '#shared/source-name.ts'

it.each([
  ['Procedure.ndjson.bz2', true],
  ['export/Procedure.ndjson.zst', true],
  ['export.tar', true],
  ['export.7z', true],
  ['Patient.ndjson.part', true],
  ['Patient.jsonl.crdownload', true],
  ['Patient.ndjson.sha256', false],
  ['Patient.ndjson.sig', false],
  ['README.md', false],
  ['notes.txt', false],
  ['.Patient.ndjson.swp', false]
])('a load that leaves out %s lacks data: %s', (name, lacks) => {
  const kind = classifyName(name)
  expect(kind).toMatch(/^(other|hidden)$/)
  expect(skippedByName(name, kind as 'other' | 'hidden').mayHoldData).toBe(lacks ? true : undefined)
})
