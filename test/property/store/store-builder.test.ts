import { describe, expect, it } from 'vitest'
import type { Store } from '#engine/store/model/store.ts'
import { sqlTableNames } from '../../support/sql-rows.ts'
import { budgeted, fc } from '../../support/property.ts'
import { loadFiles, type TextFile } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'
import { anyPopulation, type AnyFile } from './any-population.ts'
import { plainPopulation } from './plain-population.ts'

const asFiles = (files: readonly AnyFile[]): TextFile[] =>
  files.map(({ name, lines }) => ({ name, content: lines.map((line) => `${line}\n`).join('') }))

/** Everything that a store tells, with files by name. */
function told(store: Store): unknown {
  const { files, rejects, seconds: _, ...report } = store.report
  return {
    tables: sqlTableNames(store)
      .filter((name) => name !== 'file')
      .map((name) => [name, rowsOf(store, name)]),
    days: Array.from(store.tables.values(), ({ name, day, patient, patientOffsets, resource }) => [
      name,
      day,
      patient,
      patientOffsets,
      resource
    ]),
    concepts: [store.concepts.systems, store.concepts.codes, store.concepts.displays],
    codes: Array.from(store.tables.values(), ({ name, columns }) =>
      Array.from(columns, ([column, content]) => [
        name,
        column,
        content.kind === 'reference' ? [content.codes, content.keys, content.targets] : content
      ])
    ),
    codings: Array.from(store.codings),
    profiles: store.profiles,
    report,
    files: [...files].sort((a, b) => (a.name < b.name ? -1 : 1)),
    rejects: rejects.map((reject) => ({ ...reject, file: store.files[reject.file] }))
  }
}

describe('a store', () => {
  it('holds what plain objects hold', async () => {
    await fc.assert(
      fc.asyncProperty(anyPopulation, async (files) => {
        const store = await loadFiles(asFiles(files))
        const plain = plainPopulation(files)
        const conditions = store.table('condition')
        expect(
          rowsOf(store, 'patient').map(({ id, gender, birth_date }) => [
            id,
            gender ?? undefined,
            birth_date ?? undefined
          ])
        ).toEqual(plain.patients)
        expect(
          rowsOf(store, 'condition').map(({ id, patient_id, system, code, onset }, row) => [
            id,
            patient_id,
            conditions.patient![row],
            system,
            code,
            onset,
            rowsOf(store, 'condition_coding')
              .filter(({ condition_id }) => condition_id === id)
              .map((coding) => coding['code'])
          ])
        ).toEqual(plain.conditions)
        expect(
          rowsOf(store, 'observation').map(({ id, patient_id, effective, value, unit }) => [
            id,
            patient_id,
            effective,
            value,
            unit
          ])
        ).toEqual(plain.observations)
        expect(
          rowsOf(store, 'observation_component').map(({ observation_id, code, value }) => [observation_id, code, value])
        ).toEqual(plain.components)
        expect(store.report.files.reduce((sum, { stored }) => sum + stored, 0)).toBe(plain.stored)
      }),
      { numRuns: budgeted(150) }
    )
  })

  it('does not depend on the order of files, the number of workers, or where files and chunks were cut', async () => {
    const manner = fc.record({
      sizes: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 4 }),
      workers: fc.integer({ min: 1, max: 3 }),
      stretch: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined })
    })
    await fc.assert(
      fc.asyncProperty(
        anyPopulation,
        manner,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (files, { sizes, workers, stretch }, chance) => {
          const shuffle = <T>(items: readonly T[]): T[] =>
            items
              .map((item) => ({ item, place: chance.next().value as number }))
              .sort((a, b) => a.place - b.place)
              .map(({ item }) => item)
          const store = await loadFiles(asFiles(files))
          const other = await loadFiles(shuffle(asFiles(files)), {
            sizes,
            workers,
            order: shuffle,
            ...(stretch === undefined ? {} : { stretch })
          })
          expect(told(other)).toEqual(told(store))
        }
      ),
      { numRuns: budgeted(100) }
    )
  })

  it('accounts for every line: lines = stored + rejected + ignored, by file and by type', async () => {
    await fc.assert(
      fc.asyncProperty(anyPopulation, async (files) => {
        const { report } = await loadFiles(asFiles(files))
        files.forEach(({ lines, name }, index) => {
          const file = report.files[index]!
          expect(file.name).toBe(name)
          expect(file.lines).toBe(lines.length)
          expect(file.stored + file.rejected + file.ignored).toBe(file.lines)
          const types = Object.values(file.types)
          expect(types.reduce((sum, { stored }) => sum + stored, 0)).toBe(file.stored)
          expect(types.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(file.rejected)
          const blank = lines.filter((line) => line.trim() === '').length
          expect(types.reduce((sum, { ignored }) => sum + ignored, blank)).toBe(file.ignored)
        })
        const rejected = report.rejects.filter(
          ({ scope, reason }) => scope === 'resource' && reason !== 'superseded'
        ).length
        expect(report.files.reduce((sum, file) => sum + file.rejected, 0)).toBe(rejected)
        expect(Object.values(report.rejectCounts).reduce((sum, count) => sum + count, 0)).toBe(report.rejects.length)
      }),
      { numRuns: budgeted(150) }
    )
  })
})
