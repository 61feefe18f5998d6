import { describe, expect, it } from 'vitest'
import { startFrom } from '#engine/tables/saved-views/start-from.ts'
import { readViewTable } from '#engine/tables/saved-views/view-table.ts'
import { rowsOf } from '../../support/sql-rows.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { loadFiles, type TextFile } from '../../support/load-store.ts'
import { opener, patient, rowsOfView } from './own-view.ts'

describe('views of the user’s own', () => {
  it('give the rows of the built-in tables when they are copies of their definitions', async () => {
    const population = createSamplePopulation({ patients: 12, seed: 5 })
    const files: TextFile[] = await Promise.all(
      population.files.map(async ({ name }) => ({ name, content: await new Response(population.stream(name)).text() }))
    )
    const store = await loadFiles(files)
    const sources = tableSources(store)
    let compared = 0
    for (const definition of canonicalViews('r4').values()) {
      const name = definition.name ?? ''
      const feeds = definition.meta?.tag?.find(({ system }) => system === 'urn:populus:table')?.code ?? name
      const table = sources.get(name)
      if (feeds !== name || table === undefined || name.endsWith('_coding') || table.rows === 0) continue
      const copy = await rowsOfView(startFrom(definition), store, files)
      const canonical = rowsOf(table, store.concepts)
      const names = copy.source.columns.map((column) => column.name)
      // Of a concept the store keeps one display for all; each row of a copy has its own.
      const columns = names.filter((column) => !column.endsWith('display'))
      const ours = copy.rows.map((row) => JSON.stringify(columns.map((column) => row[names.indexOf(column)])))
      const theirs = Array.from({ length: canonical.rows }, (_, row) =>
        JSON.stringify(
          columns.map((column) => canonical.cells[canonical.columns.findIndex((each) => each.name === column)]!(row))
        )
      )
      expect([name, ours.sort()]).toEqual([name, theirs.sort()])
      expect([name, copy.complete, copy.findings]).toEqual([name, true, []])
      compared++
    }
    expect(compared).toBeGreaterThan(12)
  })

  it('leave out what was not stored, and find what is in Bundles', async () => {
    const files: TextFile[] = [
      {
        name: 'a.ndjson',
        content: [
          { resourceType: 'Patient', id: 'a', gender: 'female' },
          { resourceType: 'Patient', id: 'a', gender: 'female' },
          { resourceType: 'Patient', gender: 'male' },
          { resourceType: 'Observation', id: 'o', status: 'final', subject: { reference: 'Patient/a' } },
          {
            resourceType: 'Bundle',
            type: 'collection',
            entry: [
              {
                fullUrl: 'urn:uuid:3fa85f64-5717-4562-b3fc-2c963f66afa6',
                resource: { resourceType: 'Patient', gender: 'other' }
              },
              { resource: { resourceType: 'Patient', id: 'b', gender: 'male' } }
            ]
          }
        ]
      },
      { name: 'b.json', content: JSON.stringify({ resourceType: 'Patient', id: 'c', gender: 'unknown' }) }
    ]
    const store = await loadFiles(files)
    const { rows, resources, of } = await rowsOfView(
      patient([
        {
          column: [
            { name: 'id', path: 'getResourceKey()' },
            { name: 'gender', path: 'gender' }
          ]
        }
      ]),
      store,
      files
    )
    expect(rows.sort()).toEqual([
      ['3fa85f64-5717-4562-b3fc-2c963f66afa6', 'other'],
      ['a', 'female'],
      ['b', 'male'],
      ['c', 'unknown']
    ])
    expect([resources, of]).toEqual([4, 4])
  })

  it('stop when there are enough rows, and can be cancelled', async () => {
    const files: TextFile[] = [
      {
        name: 'p',
        content: Array.from({ length: 50 }, (_, index) => ({
          resourceType: 'Patient',
          id: `p${index}`,
          name: [{ given: ['x', 'y'] }]
        }))
      }
    ]
    const store = await loadFiles(files)
    const definition = patient([{ forEach: 'name.given', column: [{ name: 'given', path: '$this' }] }])
    const some = await rowsOfView(definition, store, files, 7)
    expect([some.rows.length, some.resources, some.of, some.complete]).toEqual([7, 4, 50, false])
    const all = await rowsOfView(definition, store, files, 100)
    expect([all.rows.length, all.complete]).toEqual([100, true])
    const cut = await rowsOfView(definition, store, files, 99)
    expect([cut.rows.length, cut.complete]).toEqual([99, false])
    await expect(
      readViewTable(definition, store, opener(files), { signal: AbortSignal.abort(new Error('enough of it')) })
    ).rejects.toThrow('enough of it')
  })

  it('count what a value could not be, by column', async () => {
    const files: TextFile[] = [
      {
        name: 'p',
        content: [
          {
            resourceType: 'Patient',
            id: 'a',
            birthDate: 'soon',
            active: true,
            multipleBirthInteger: 2,
            name: [{ family: 'F', given: ['x', 'y'] }]
          },
          {
            resourceType: 'Patient',
            id: 'b',
            birthDate: '1970-02',
            active: 'yes',
            multipleBirthInteger: 1.5,
            name: [{ given: [] }]
          }
        ]
      }
    ]
    const store = await loadFiles(files)
    const { rows, findings } = await rowsOfView(
      patient([
        {
          column: [
            { name: 'birth', path: 'birthDate', type: 'date' },
            { name: 'active', path: 'active', type: 'boolean' },
            { name: 'twin', path: 'multipleBirth.ofType(integer)', type: 'integer' },
            { name: 'one', path: 'name.given' },
            { name: 'all', path: 'name.given', collection: true },
            { name: 'whole', path: 'name' }
          ]
        }
      ]),
      store,
      files
    )
    expect(rows).toEqual([
      [null, 1, 2, null, '["x","y"]', null],
      ['1970-02', null, null, null, null, null]
    ])
    expect(findings.map(({ kind, place, count }) => `${place}: ${kind} ${count}`).sort()).toEqual([
      'active: not-primitive 1',
      'birth: bad-date 1',
      'one: several-values 1',
      'twin: bad-number 1',
      'whole: not-primitive 2'
    ])
  })

  it('keep how decimals were written where a path asks for it', async () => {
    const content = '{"resourceType":"Observation","id":"o","status":"final","valueQuantity":{"value":1.0}}\n'
    const files: TextFile[] = [{ name: 'o', content }]
    const store = await loadFiles(files)
    const { rows } = await rowsOfView(
      {
        resource: 'Observation',
        select: [{ column: [{ name: 'low', path: 'value.ofType(Quantity).value.lowBoundary()', type: 'decimal' }] }]
      },
      store,
      files
    )
    expect(rows).toEqual([[0.95]])
  })
})
