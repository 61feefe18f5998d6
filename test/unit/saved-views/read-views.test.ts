import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readViewFiles } from '../../../src-main/services/population/read-views.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('reads the views of an installation once, and again after it was damaged', async () => {
  const resources = temporaryFolder()
  await expect(readViewFiles(resources)).rejects.toMatchObject({ code: 'unreadable-file' })
  for (const release of ['r4', 'r5']) {
    mkdirSync(join(resources, 'views', release), { recursive: true })
    writeFileSync(join(resources, 'views', release, 'a.json'), JSON.stringify({ name: release }))
  }
  const views = await readViewFiles(resources)
  expect(views).toEqual({ r4: [{ name: 'r4' }], r5: [{ name: 'r5' }] })
  expect(await readViewFiles(resources)).toBe(views)
})
