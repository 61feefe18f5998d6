import { describe, expect, it } from 'vitest'
import { identifyingColumns } from '#engine/tables/saved-views/identifying-columns.ts'
import { scanVerdict } from '#engine/tables/saved-views/scan-verdict.ts'
import { startFrom } from '#engine/tables/saved-views/start-from.ts'
import { noConcepts } from '#engine/tables/model/no-concepts.ts'
import { rowsOf } from '../../support/sql-rows.ts'
import { tableParts } from '#engine/tables/model/table-parts.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { loadFiles, type TextFile } from '../../support/load-store.ts'
import { patient, rowsOfView } from './own-view.ts'

describe('what names a person', () => {
  const hidden = (resource: string, select: ViewDefinition['select']): string[] =>
    [...identifyingColumns({ resource, select })].sort()
  it('is told by the elements on the way', () => {
    expect(
      hidden('Patient', [
        {
          column: [
            { name: 'id', path: 'getResourceKey()' },
            { name: 'sex', path: 'gender' },
            { name: 'born', path: 'birthDate' }
          ]
        },
        {
          forEach: 'name',
          column: [
            { name: 'part', path: 'period.start' },
            { name: 'family', path: 'family' }
          ]
        },
        { forEach: 'address', select: [{ column: [{ name: 'zip', path: 'postalCode' }] }] }
      ])
    ).toEqual(['born', 'family', 'part', 'zip'])
    expect(
      hidden('Observation', [
        {
          column: [
            { name: 'code', path: 'code.coding.first().display' },
            { name: 'who', path: 'subject.display' },
            { name: 'person', path: 'subject.getReferenceKey(Patient)' },
            { name: 'words', path: 'value.ofType(string)' },
            { name: 'value', path: 'value.ofType(Quantity).value' },
            { name: 'note', path: 'note.text.first()' }
          ]
        }
      ])
    ).toEqual(['note', 'who', 'words'])
    expect(hidden('Organization', [{ column: [{ name: 'name', path: 'name' }] }])).toEqual([])
  })

  it('covers what the built-in patient table hides, and is masked until it is revealed', async () => {
    const definition = startFrom(canonicalViews('r4').get('patient.json')!)
    const identifying = identifyingColumns(definition)
    for (const column of [
      'family',
      'given',
      'record_number',
      'phone',
      'address_line',
      'city',
      'postal_code',
      'birth_date'
    ])
      expect([column, identifying.has(column)]).toEqual([column, true])
    const files: TextFile[] = [
      {
        name: 'p',
        content: [{ resourceType: 'Patient', id: 'a', birthDate: '1970-02-03', name: [{ family: 'Garcia' }] }]
      }
    ]
    const store = await loadFiles(files)
    const { source } = await rowsOfView(definition, store, files)
    const shown = (revealed: boolean): unknown =>
      rowsOf(
        {
          ...source,
          read: (name) =>
            tableParts(source, noConcepts, { table: source.name, columns: [name], concepts: false }, revealed)
              .columns[0]!.column
        },
        noConcepts
      ).cells.map((cell) => cell(0))
    expect(shown(false)).toEqual(expect.arrayContaining(['1970', '••••']))
    expect(JSON.stringify(shown(false))).not.toMatch(/Garcia|1970-02/)
    expect(shown(true)).toEqual(expect.arrayContaining(['1970-02-03', 'Garcia']))
  })
})

describe('the planner', () => {
  it('says whether a view is simple, and why not', () => {
    expect(scanVerdict(startFrom(canonicalViews('r4').get('condition.json')!))).toEqual({ fast: true })
    expect(scanVerdict(startFrom(canonicalViews('r4').get('observation.json')!))).toEqual({ fast: true })
    const verdict = scanVerdict(patient([{ column: [{ name: 'n', path: 'name.count()' }] }]))
    expect(verdict).toEqual({ fast: false, why: 'the function count' })
    const where = patient([{ column: [{ name: 'g', path: 'gender' }] }], { where: [{ path: 'active' }] })
    expect(scanVerdict(where)).toEqual({ fast: false, why: 'the view has a condition' })
  })
})
