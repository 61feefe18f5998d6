import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCache } from '#engine/store/cache-read.ts'
import { cacheVersion } from '#engine/store/cache-version.ts'
import { writeCache } from '#engine/store/cache-write.ts'
import type { ReleaseViews } from '#engine/store/plan.ts'
import type { Store } from '#engine/store/store.ts'
import { sqlTableNames } from '#engine/sql/sql-rows.ts'
import { piecesOf, streamOf } from '../../support/byte-stream.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'
import { anyPopulation, type AnyFile } from './any-population.ts'

const shippedViews = (): ReleaseViews => ({
  r4: Array.from(canonicalViews('r4').values()),
  r5: Array.from(canonicalViews('r5').values())
})
const version = await cacheVersion(shippedViews())

/** Everything but functions. */
function content(store: Store): unknown {
  const { concepts, tables, ...rest } = store
  const data = (thing: object): object =>
    Object.fromEntries(Object.entries(thing).filter(([, value]) => typeof value !== 'function'))
  return { ...data(rest), concepts: data(concepts), tables: Array.from(tables.values(), data) }
}

function bytesOf(store: Store): Uint8Array {
  return Buffer.concat(Array.from(writeCache(store, version)))
}

const load = (files: readonly AnyFile[]) =>
  loadFiles(files.map(({ name, lines }) => ({ name, content: lines.map((line) => `${line}\n`).join('') })))

describe('the columns of a store', () => {
  it('come back as they were, in whatever pieces they are read', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPopulation,
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 }),
        async (files, sizes) => {
          const store = await load(files)
          const again = await readCache(streamOf(piecesOf(bytesOf(store), sizes)), version)
          expect(content(again!)).toEqual(content(store))
          for (const name of sqlTableNames(store)) expect(rowsOf(again!, name)).toEqual(rowsOf(store, name))
          for (const { systems, codes } of [store.concepts])
            codes.forEach((code, at) => expect(again!.concepts.find(systems[at]!, code)).toBe(at))
        }
      ),
      { numRuns: 60 }
    )
  })

  it('keep every character of a text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 30 }), async (names) => {
        const whole = names.map((name) => name.toWellFormed())
        const content = whole.map((city, at) => ({ resourceType: 'Patient', id: `p${at}`, address: [{ city }] }))
        const store = await loadFiles([{ name: 'Patient.ndjson', content }])
        const again = await readCache(streamOf([bytesOf(store)]), version)
        expect(again!.table('patient').column('city', 'dictionary').values).toEqual(
          store.table('patient').column('city', 'dictionary').values
        )
      }),
      { numRuns: 60 }
    )
  })

  it('share the keys of references as before', async () => {
    const store = await loadFiles([
      {
        name: 'a.ndjson',
        content: [
          { resourceType: 'Patient', id: 'a' },
          { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/a' } },
          { resourceType: 'Procedure', id: 'p', subject: { reference: 'Patient/a' } }
        ]
      }
    ])
    const again = await readCache(streamOf([bytesOf(store)]), version)
    const keys = (table: string) => again!.table(table).column('patient_id', 'reference').keys
    expect(keys('condition')).toBe(keys('procedure'))
  })

  it('are not used by another version, and refused when they are cut', async () => {
    const store = await loadFiles([{ name: 'a.ndjson', content: [{ resourceType: 'Patient', id: 'a' }] }])
    const bytes = bytesOf(store)
    expect(await readCache(streamOf([bytes]), `${version}x`)).toBeUndefined()
    for (const cut of [0, 10, 100, bytes.length >> 1, bytes.length - 1])
      await expect(readCache(streamOf([bytes.subarray(0, cut)]), version), `${cut}`).rejects.toMatchObject({
        code: 'unreadable-file'
      })
  })

  it('have another version when a view changes', async () => {
    const views = shippedViews()
    const [first, ...rest] = views.r4
    expect(await cacheVersion(views)).toBe(version)
    expect(await cacheVersion({ ...views, r4: [{ ...first!, description: 'x' }, ...rest] })).not.toBe(version)
  })
})
