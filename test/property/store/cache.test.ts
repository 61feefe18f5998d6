import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { StillArriving, whenArrived } from '#engine/store/cache/arriving.ts'
import { openCache } from '#engine/store/cache/cache-read.ts'
import { CACHE_FORM, writeCache } from '#engine/store/cache/cache-write.ts'
import { planTables, type ReleaseViews } from '#engine/store/model/plan.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import type { Store } from '#engine/store/model/store.ts'
import { sqlTableNames } from '../../support/sql-rows.ts'
import { budgeted, fc } from '../../support/property.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { piecesOf, streamOf } from '../../support/byte-stream.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { gatedStages } from '../../support/gated-stages.ts'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'
import { storeContent } from '../../support/store-content.ts'
import { anyPopulation, type AnyFile } from './any-population.ts'

const shippedViews = (): ReleaseViews => ({
  r4: Array.from(canonicalViews('r4').values()),
  r5: Array.from(canonicalViews('r5').values())
})
const marks = await viewMarks(shippedViews())
const plan = planTables(shippedViews())

function bytesOf(store: Store): Uint8Array {
  return Buffer.concat(Array.from(writeCache(store, marks)))
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<Store | undefined> {
  const opened = await openCache(stream, plan)
  await opened?.whole
  return opened?.store
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
          const again = await readAll(streamOf(piecesOf(bytesOf(store), sizes)))
          expect(storeContent(again!)).toEqual(storeContent(store))
          for (const name of sqlTableNames(store)) expect(rowsOf(again!, name)).toEqual(rowsOf(store, name))
          for (const { systems, codes } of [store.concepts])
            codes.forEach((code, index) => expect(again!.concepts.find(systems[index]!, code)).toBe(index))
        }
      ),
      { numRuns: budgeted(60) }
    )
  })

  it('know the security labels before the columns have come', async () => {
    const patient = (id: string, code?: string) =>
      JSON.stringify({ resourceType: 'Patient', id, ...(code === undefined ? {} : { meta: { security: [{ code }] } }) })
    const store = await load([{ name: 'a.ndjson', lines: [patient('a', 'R'), patient('b'), patient('c', 'V')] }])
    expect(store.labels?.texts).toEqual(['|R', '|V'])
    const opened = await openCache(streamOf([bytesOf(store)]), plan)
    expect(opened?.store.labels).toEqual(store.labels)
    await opened?.whole
  })

  it('keep every character of a text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 30 }), async (names) => {
        const whole = names.map((name) => name.toWellFormed())
        const content = whole.map((city, index) => ({ resourceType: 'Patient', id: `p${index}`, address: [{ city }] }))
        const store = await loadFiles([{ name: 'Patient.ndjson', content }])
        const again = await readAll(streamOf([bytesOf(store)]))
        expect(again!.table('patient').column('city', 'dictionary').values).toEqual(
          store.table('patient').column('city', 'dictionary').values
        )
      }),
      { numRuns: budgeted(60) }
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
    const again = await readAll(streamOf([bytesOf(store)]))
    const keys = (table: string) => again!.table(table).column('patient_id', 'reference').keys
    expect(keys('condition')).toBe(keys('procedure'))
  })

  it('can be asked by the first screen before the others have come', async () => {
    const population = createSamplePopulation({ patients: 30 })
    const files = await Promise.all(
      population.files.map(async ({ name }) => ({
        name,
        content: new Uint8Array(await new Response(population.stream(name)).arrayBuffer())
      }))
    )
    const store = await loadFiles(files)
    const { stream, letOn } = gatedStages(writeCache(store, marks))
    // The first columns and those of claims.
    letOn()
    letOn()
    const opened = (await openCache(stream, plan))!
    const firstScreen = (of: Store): unknown => {
      const today = Math.floor(Date.UTC(2026, 10, 1) / 86_400_000)
      const summary = runPanel(of, shippedRegistries, 'summary', { asOf: today, filters: [] }, {})
      const asOf = summary.lastDay ?? today
      return [summary, runPanel(of, shippedRegistries, 'overview', { asOf, filters: [] }, {})]
    }
    expect(await whenArrived(() => firstScreen(opened.store))).toEqual(firstScreen(store))
    expect(() => opened.store.table('observation').column('issued', 'dateTime')).toThrow(StillArriving)
    expect(() => opened.store.table('observation').columns.values()).toThrow(StillArriving)
    expect(() => opened.store.resources.get('Patient')!.ids).toThrow(StillArriving)
    letOn()
    await opened.whole
    expect(storeContent(opened.store)).toEqual(storeContent(store))
  })

  it('are not used by another version, and refused when they are cut', async () => {
    const store = await loadFiles([{ name: 'a.ndjson', content: [{ resourceType: 'Patient', id: 'a' }] }])
    const bytes = bytesOf(store)
    const other = Buffer.from(bytes)
    const form = Buffer.from(`"form":${CACHE_FORM}`)
    other.write(`"form":${CACHE_FORM - 1}`, other.indexOf(form))
    expect(await readAll(streamOf([other]))).toBeUndefined()
    for (const cut of [0, 10, 100, bytes.length >> 1, bytes.length - 1])
      await expect(readAll(streamOf([bytes.subarray(0, cut)])), `${cut}`).rejects.toMatchObject({
        code: 'unreadable-file'
      })
  })

  it('know the views that they were made by, whatever is said about them', async () => {
    const views = shippedViews()
    const [first, ...rest] = views.r4
    const changed = (definition: object): Promise<unknown> =>
      viewMarks({ ...views, r4: [{ ...first!, ...definition }, ...rest] })
    expect(await changed({ title: 'x', description: 'y' })).toEqual(marks)
    expect(await changed({ where: [{ path: 'false' }] })).not.toEqual(marks)
    const store = await loadFiles([{ name: 'a.ndjson', content: [{ resourceType: 'Patient', id: 'a' }] }])
    const told = (view: ViewDefinition): ViewDefinition => ({ ...view, description: 'Told anew.' })
    const described = planTables({ r4: views.r4.map(told), r5: views.r5.map(told) })
    const opened = (await openCache(streamOf([bytesOf(store)]), described))!
    expect(opened.views).toEqual(marks)
    expect(opened.store.table('patient').description).toBe('Told anew.')
    await opened.whole
  })
})
