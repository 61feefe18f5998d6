import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemRandom } from '../../../src-main/ports/system.ts'
import { createExport } from '../../../src-main/services/exports/export-storage.ts'
import { openTestExport, testStorage } from '../../support/export-parts.ts'
import { keepTexts } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('an export that cannot be prepared closes the snapshot that it builds on', async () => {
  const folder = temporaryFolder()
  const { store, ...rest } = await testStorage(folder)
  const open = new Set<string>()
  const storage = {
    ...rest,
    store: {
      ...store,
      async open(id: string) {
        const snapshot = await store.open(id)
        open.add(id)
        return {
          ...snapshot,
          async close() {
            open.delete(id)
            await snapshot.close()
          }
        }
      }
    }
  }
  const previous = await keepTexts(await store.begin(0), 'before', { 'a.ndjson': '{}\n' })
  const job = { connection: 'connection-1', name: 'Riverbend', kind: 'incremental', reason: 'asked' } as const
  const { id } = await createExport(storage, { ...job, previous }, systemRandom, 1)
  writeFileSync(join(folder, 'exports', id, 'key'), Buffer.alloc(60, 1))
  const preparing = openTestExport(storage, { base: 'http://127.0.0.1:1', credentials: { kind: 'none' } })
  await expect(preparing).rejects.toMatchObject({ code: 'unreadable-file' })
  expect(open).toEqual(new Set())
  await rest.release()
})
