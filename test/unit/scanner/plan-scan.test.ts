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

  const each = (forEach: string, name: string, more: Partial<ViewSelect> = {}): ViewSelect => ({
    forEach,
    column: [{ name, path: 'id', type: 'string' }],
    ...more
  })

  test('scans two lists, one inside the other or side by side, and a union', () => {
    expect(reasonFor([each('stage', 'a'), each('evidence', 'b')])).toBeUndefined()
    expect(reasonFor([each('stage', 'a', { select: [each('assessment.skip(2)', 'b')] })])).toBeUndefined()
    expect(reasonFor([{ unionAll: [column('id'), column('id')] }])).toBeUndefined()
    expect(
      reasonFor([each('stage', 'a', { unionAll: [each('assessment.tail()', 'b'), each('type.coding', 'b')] })])
    ).toBeUndefined()
  })

  test('leaves views that repeat or have a condition', () => {
    expect(reasonFor([{ repeat: ['stage'], ...column('id') }])).toMatch(/repeats/)
    expect(reasonFor([column('id')], { where: [{ path: 'code.exists()' }] })).toMatch(/condition/)
  })

  test('leaves views with more lists or unions than it has room for', () => {
    expect(reasonFor([each('stage', 'a'), each('evidence', 'b'), each('note', 'c')])).toMatch(/more than two lists/)
    const parts = [
      each('stage', 'a', { select: [each('assessment', 'b')] }),
      each('note', 'a', { select: [each('x', 'b')] })
    ]
    expect(reasonFor([{ unionAll: parts }])).toMatch(/more than two lists/)
    const two = [column('id'), column('id')]
    expect(reasonFor([{ unionAll: two }, { unionAll: [each('note', 'b'), each('note', 'b')] }])).toMatch(
      /more than once/
    )
    expect(reasonFor([{ forEachOrNull: 'code', select: [each('coding', 'a')] }])).toMatch(/may be missing/)
    expect(reasonFor([each('stage.first()', 'a')])).toMatch(/first of a list/)
  })
})
