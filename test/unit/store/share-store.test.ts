import { describe, expect, it } from 'vitest'
import { shareStore } from '#engine/shards/share-store.ts'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import type { Store } from '#engine/store/model/store.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { exportFormats, writeFile, type ExportFormat } from '#engine/tables/interchange/write-file.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { plainStore } from '../selection/plain-store.ts'

const store = (): Store =>
  plainStore({
    patient: [{ id: 'a', gender: 'female', birth_date: '1950-02-03' }, { id: 'b' }],
    condition: [
      { id: 'c', patient_id: 'a', code: 's|1|One', onset: '2020-01-02' },
      { id: 'd', patient_id: 'b', code: 's|2|Two' }
    ]
  })

function isShared(part: unknown): boolean {
  return ArrayBuffer.isView(part) && part.buffer instanceof SharedArrayBuffer
}

function columnsOf(saved: Store): Uint8Array[] {
  return Array.from(writeCache(saved, []), (bytes) => {
    // Requests and blobs take no shared memory.
    expect(isShared(bytes)).toBe(false)
    return bytes.slice()
  })
}

describe('a store whose arrays are in shared memory', () => {
  it('is saved as it was before', async () => {
    const shared = store()
    await shareStore(shared, () => Promise.resolve())
    expect(isShared(shared.table('condition').patient)).toBe(true)
    expect(columnsOf(shared)).toEqual(columnsOf(store()))
  })

  it('is written to files without shared memory', async () => {
    const shared = store()
    await shareStore(shared, () => Promise.resolve())
    const table = tableSources(shared, { registries: [], asOf: 20_000 }).get('condition')!
    for (const format of Object.keys(exportFormats) as ExportFormat[])
      for (const part of await writeFile(exportTableOf(table, shared.concepts, 'test', true), format))
        expect(isShared(part), format).toBe(false)
  })
})
