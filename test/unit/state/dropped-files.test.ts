import { describe, expect, it } from 'vitest'
import { sortPicked } from '../../../src-renderer/state/session/dropped-files.ts'

const pick = (...names: string[]) => sortPicked(names.map((name) => ({ name, file: new File([], name) })))

describe('picked files', () => {
  it('keeps what may hold FHIR data, in order of names, and gives a reason for the rest', () => {
    const picked = pick(
      'export/b.ndjson.gz',
      'export/.DS_Store',
      'export/a.NDJSON',
      'export/readme.md',
      'export/deep/c.zip'
    )
    expect(picked.files.map(({ name }) => name)).toEqual(['export/a.NDJSON', 'export/b.ndjson.gz', 'export/deep/c.zip'])
    expect(picked.skipped.map(({ name }) => name)).toEqual(['export/.DS_Store', 'export/readme.md'])
  })

  it('is called after the folder, the file, or the number of files', () => {
    expect(pick('export/a.json', 'export/b.json').label).toBe('export')
    expect(pick('a.json').label).toBe('a.json')
    expect(pick('a.json', 'b.json').label).toBe('2 files')
  })
})
