import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ExportResult } from '../../src-main/bulk/sink/export-result.ts'
import { prepareExportFolder, readExportFolder } from '../../src-main/cli/export/plain-folder.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const unreadable = {
  code: 'unreadable-file',
  message: /“fhir” in the export folder, cannot be read: it is a file\. Nothing was changed\. Make it a folder/
}

describe('a folder for an export in the clear', () => {
  it('says what is in the way where a finished export cannot be listed, and leaves it there', async () => {
    const folder = temporaryFolder()
    const { sink } = await prepareExportFolder(folder)
    const part = await sink.open('a', 0)
    await part.write(new TextEncoder().encode('{}\n'))
    const facts = await part.close()
    writeFileSync(join(folder, 'fhir'), 'something else')
    const file = { ...facts, part: 'a', name: 'Patient.ndjson', textBytes: 3, types: { Patient: 1 } }
    // An export in the clear keeps nothing of the result.
    const commit = (): Promise<void> => sink.commit([file], {} as ExportResult)
    await expect(readExportFolder(folder)).rejects.toMatchObject({
      code: unreadable.code,
      message: expect.stringMatching(unreadable.message) as unknown
    })
    await expect(commit()).rejects.toMatchObject({ code: unreadable.code })
    expect(readFileSync(join(folder, 'fhir'), 'utf8')).toBe('something else')
    rmSync(join(folder, 'fhir'))
    await expect(readExportFolder(folder)).rejects.toMatchObject({ code: 'not-found' })
    await commit()
    expect((await readExportFolder(folder)).names).toEqual(['Patient.ndjson'])
  })
})
