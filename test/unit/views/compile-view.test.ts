import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { compileView } from '#engine/views/compile-view.ts'
import type { ViewDefinition, ViewSelect } from '#engine/views/view-definition.ts'
import { runView } from '../../support/evaluate-path.ts'

function refusal(definition: unknown): string {
  try {
    compileView(definition as ViewDefinition)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    return (error as AppError).message
  }
  throw new Error('the view was accepted')
}

const view = (...select: ViewSelect[]): ViewDefinition => ({ resource: 'Patient', select })
const column = (name: string, path: string) => ({ name, path })

describe('a view that is not valid', () => {
  it.each([
    ['a list of columns', [], 'JSON object'],
    ['no resource', { select: [{ column: [column('a', 'id')] }] }, '“resource” is missing'],
    ['no select', { resource: 'Patient' }, '“select” is missing'],
    [
      'a select that is no list',
      { resource: 'Patient', select: {} },
      'at select: a list in square brackets is expected'
    ],
    [
      'a column without a path',
      view({ column: [{ name: 'a' } as never] }),
      'at select[0].column[0].path: a text in quotes is expected'
    ],
    ['a bad column name', view({ column: [column('a b', 'id')] }), '“a b” is no column name'],
    ['two columns of one name', view({ column: [column('a', 'id'), column('a', 'id')] }), 'two columns “a”'],
    ['forEach and repeat', view({ forEach: 'name', repeat: ['a'], column: [column('a', 'id')] }), 'forEach and repeat'],
    ['an unknown constant', view({ column: [column('a', 'id = %x')] }), 'no constant “%x” at position 6'],
    ['an unknown function', view({ column: [column('a', 'name.frist()')] }), 'no function “frist” at position 6'],
    ['too many arguments', view({ column: [column('a', 'name.first(1)')] }), '“first” takes 0 arguments and has 1'],
    ['an unknown type', view({ column: [column('a', 'value.ofType(Quantty)')] }), 'name of a FHIR type at position 14'],
    ['an unknown type after is', view({ column: [column('a', 'value is Quantty')] }), 'no type “Quantty”'],
    [
      'unions that differ',
      view({ unionAll: [{ column: [column('a', 'id')] }, { column: [column('b', 'id')] }] }),
      '“a” and “b” differ'
    ],
    [
      'a constant with two values',
      { ...view({ column: [column('a', 'id')] }), constant: [{ name: 'c', valueCode: 'a', valueString: 'a' }] },
      '“c” needs exactly one value'
    ],
    [
      'one constant twice',
      {
        ...view({ column: [column('a', 'id')] }),
        constant: [
          { name: 'c', valueCode: 'a' },
          { name: 'c', valueCode: 'b' }
        ]
      },
      '“c” twice'
    ]
  ])('%s', (_what, definition, part) => {
    expect(refusal(definition)).toContain(part)
  })
})

describe('findings of a running view', () => {
  const resource = { resourceType: 'Patient', id: 'a', name: [{ family: 'B' }, { family: 'C' }], active: 'yes' }

  it('tell a column with several values, which is null', () => {
    const { rows, findings } = runView(view({ column: [column('id', 'id'), column('family', 'name.family')] }), [
      resource
    ])
    expect(rows).toEqual([['a', null]])
    expect(findings).toEqual([{ kind: 'several-values', place: 'family' }])
  })

  it('tell a where that is no condition, which leaves the resource out', () => {
    const definition = { ...view({ column: [column('id', 'id')] }), where: [{ path: 'active' }] }
    expect(runView(definition, [resource])).toMatchObject({
      rows: [],
      findings: [{ kind: 'not-boolean', place: 'active' }]
    })
  })

  it('tell a repeat that goes too deep', () => {
    let item: unknown = { linkId: 'last' }
    for (let i = 0; i < 1000; i++) item = { linkId: String(i), item: [item] }
    const definition = view({ repeat: ['item'], column: [column('link', 'linkId')] })
    const { rows, findings } = runView(definition, [{ resourceType: 'Patient', item: [item] }])
    expect(rows).toHaveLength(200)
    expect(findings).toEqual([{ kind: 'too-deep', place: 'item' }])
  })

  it('end a repeat of the element itself', () => {
    const definition = view({ repeat: ['$this'], column: [column('id', 'id')] })
    expect(runView(definition, [resource]).rows).toEqual([])
  })
})

describe('rows', () => {
  it('combine every part of the selects', () => {
    const definition = view(
      { column: [column('id', 'id')] },
      { forEach: 'name', column: [column('family', 'family')] },
      { forEachOrNull: 'telecom', column: [column('phone', 'value')] }
    )
    const resources = [
      {
        resourceType: 'Patient',
        id: 'a',
        name: [{ family: 'B' }, { family: 'C' }],
        telecom: [{ value: 1 }, { value: 2 }]
      },
      { resourceType: 'Patient', id: 'b', name: [{ family: 'D' }] },
      { resourceType: 'Patient', id: 'c' },
      { resourceType: 'Person', id: 'd', name: [{ family: 'E' }] },
      'no resource',
      null
    ]
    expect(runView(definition, resources).rows).toEqual([
      ['a', 'B', 1],
      ['a', 'B', 2],
      ['a', 'C', 1],
      ['a', 'C', 2],
      ['b', 'D', null]
    ])
  })

  it('leave no value of a former row behind', () => {
    const definition = view(
      { column: [column('id', 'id')] },
      { forEachOrNull: 'name', column: [column('f', 'family')] }
    )
    const resources = [{ resourceType: 'Patient', id: 'a', name: [{ family: 'B' }] }, { resourceType: 'Patient' }]
    expect(runView(definition, resources).rows).toEqual([
      ['a', 'B'],
      [null, null]
    ])
  })

  it('of a union stand behind the columns and nested selects next to it, and before what follows', () => {
    const definition = view(
      { column: [column('id', 'id')] },
      {
        column: [column('sex', 'gender')],
        select: [{ column: [column('born', 'birthDate'), column('active', 'active')] }],
        unionAll: [
          { forEach: 'name', column: [column('word', 'family'), column('use', 'use')] },
          { forEach: 'contact.name', column: [column('word', 'family'), column('use', 'use')] }
        ]
      },
      { column: [column('last', 'id')] }
    )
    const patient = {
      resourceType: 'Patient',
      id: 'a',
      gender: 'female',
      birthDate: '1960',
      active: true,
      name: [{ family: 'B', use: 'usual' }],
      contact: [{ name: { family: 'C', use: 'old' } }]
    }
    const { rows, names } = runView(definition, [patient])
    expect(names).toEqual(['id', 'sex', 'born', 'active', 'word', 'use', 'last'])
    expect(rows).toEqual([
      ['a', 'female', '1960', true, 'B', 'usual', 'a'],
      ['a', 'female', '1960', true, 'C', 'old', 'a']
    ])
  })

  it('give null for JSON of the wrong type', () => {
    const definition = view({
      column: [
        column('a', 'name.family'),
        column('b', 'name.given.first()'),
        column('c', "extension('x').value"),
        column('d', 'birthDate > @2000'),
        column('e', 'link.other.getReferenceKey(Patient)'),
        column('f', 'multipleBirth.ofType(integer) + 1'),
        column('g', 'birthDate.lowBoundary()')
      ]
    })
    const odd = {
      name: 'text',
      extension: { a: 1 },
      birthDate: 7,
      link: [[{ other: 'x' }]],
      multipleBirthInteger: 'two'
    }
    expect(runView(definition, [{ resourceType: 'Patient', ...odd }]).rows).toEqual([
      [null, null, null, null, null, null, 6.5]
    ])
  })
})
