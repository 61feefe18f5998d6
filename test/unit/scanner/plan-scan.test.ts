import { describe, expect, test } from 'vitest'
import { planScan } from '#engine/ingest/scanner/plan-scan.ts'
import { planTables } from '#engine/store/model/plan.ts'
import type { ViewDefinition, ViewSelect } from '#engine/views/view-definition.ts'
import { canonicalViews } from '../../support/canonical-views.ts'

/** Why a view with these selects is left to the general path; undefined when it is scanned. */
function reasonFor(select: readonly ViewSelect[], more: Partial<ViewDefinition> = {}): string | undefined {
  const view: ViewDefinition = { resource: 'Condition', name: 'condition', select, ...more }
  const { types, left } = planScan(planTables({ r4: [view], r5: [] }))
  expect(types.length + left.size).toBe(1)
  return left.get('Condition')
}

const column = (path: string, type = 'string'): ViewSelect => ({ column: [{ name: 'it', path, type }] })

describe('planScan', () => {
  test('scans every type of the canonical views', () => {
    const { types, left } = planScan(
      planTables({ r4: [...canonicalViews('r4').values()], r5: [...canonicalViews('r5').values()] })
    )
    expect([...left]).toEqual([])
    expect(types.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Observation',
        'Encounter',
        'Condition',
        'MedicationRequest',
        'Procedure',
        'Immunization',
        'ExplanationOfBenefit',
        'Claim',
        'Patient'
      ])
    )
  })

  test.each([
    'subject.display',
    "code.coding.where(system = 'http://loinc.org').code.first()",
    'category.coding.code.first()',
    '(onset.ofType(dateTime) | onset.ofType(Period).start).first()',
    "extension('http://example.org/a').extension('b').value.ofType(Coding).code.first()"
  ])('scans %s', (path) => {
    expect(reasonFor([column(path)])).toBeUndefined()
  })

  test.each([
    ['code.text.upper()', /function upper/],
    ['code.coding.count()', /function count/],
    ["code.coding.where(code.startsWith('a')).code.first()", /condition/],
    ['code.coding[1].code', /kind index/],
    ['code.text | code.coding.code', /union/],
    ['code', /two ways|ends in objects/]
  ])('leaves %s to the general path', (path, reason) => {
    expect(reasonFor([column('code.coding.code.first()'), { column: [{ name: 'other', path }] }])).toMatch(reason)
  })

  test('leaves views that join, repeat or have a condition', () => {
    expect(reasonFor([{ unionAll: [column('id'), column('id')] }])).toMatch(/joins/)
    expect(reasonFor([{ repeat: ['stage'], ...column('id') }])).toMatch(/repeats/)
    expect(reasonFor([column('id')], { where: [{ path: 'code.exists()' }] })).toMatch(/condition/)
    expect(
      reasonFor([
        { forEach: 'stage', ...column('id') },
        { forEach: 'evidence', column: [{ name: 'b', path: 'id' }] }
      ])
    ).toMatch(/more than one list/)
  })
})
