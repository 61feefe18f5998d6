import { describe, expect, it } from 'vitest'
import { elementPaths } from '#engine/store/model/element-path.ts'
import { elementShapes, hasShape } from '#engine/store/model/element-shapes.ts'
import { referencePath } from '#engine/store/model/reference-path.ts'

describe('referencePath', () => {
  it.each([
    ['subject.getReferenceKey(Patient)', 'subject'],
    ['payor.first().getReferenceKey(Organization)', 'payor.first()'],
    ['participant.individual.getReferenceKey(Practitioner).first()', 'participant.individual'],
    ["(a.where(b = 'x)').c | d.e).getReferenceKey(Coverage).first()", "(a.where(b = 'x)').c | d.e)"],
    ["iif(provider.getReferenceKey(Practitioner).exists(), 'a', 'b')", 'provider'],
    ["'Practitioner/' & provider.getReferenceKey(Practitioner)", 'provider'],
    ['item[0].x.getReferenceKey()', 'item[0].x']
  ])('%s', (path, reference) => {
    expect(referencePath(path)).toBe(reference)
  })
  it('leaves other paths alone', () => {
    expect(referencePath('getResourceKey()')).toBeUndefined()
  })
})

const column = (name: string, path: string, type?: string) => ({ name, path, ...(type === undefined ? {} : { type }) })

describe('elementPaths', () => {
  it('names the element behind each column', () => {
    const paths = elementPaths({
      resource: 'Claim',
      select: [
        {
          column: [
            column('key', 'getResourceKey()'),
            column('onset', '(onset.ofType(dateTime) | onset.ofType(Period).start).first()')
          ]
        },
        {
          forEach: 'item',
          column: [column('net', 'net.value')],
          select: [{ forEachOrNull: 'detail.first()', column: [column('code', 'coding.first().code')] }]
        },
        { unionAll: [{ column: [column('race', "extension('http://x').extension('y').value.ofType(Coding).code")] }] }
      ]
    })
    expect(Object.fromEntries(paths)).toEqual({
      key: 'Claim',
      onset: 'Claim.onset',
      net: 'Claim.item.net.value',
      code: 'Claim.item.detail.coding.code',
      race: 'Claim.extension'
    })
  })
})

describe('elementShapes', () => {
  it('tells what JSON form the paths expect', () => {
    const shapes = elementShapes({
      resource: 'X',
      select: [
        {
          column: [
            column('id', 'getResourceKey()'),
            column('status', 'status', 'code'),
            column('active', 'active', 'boolean'),
            column('born', 'birthDate', 'date'),
            column('subject', 'subject.getReferenceKey(Patient)'),
            column('name', 'name.first().family'),
            column('line', 'line.first()'),
            column('when', '(when.ofType(dateTime) | when.ofType(Period).start).first()', 'dateTime'),
            column('flag', 'flag.ofType(boolean) = true')
          ]
        },
        { forEachOrNull: 'type.first()', column: [column('code', 'code')] }
      ]
    })
    expect(Object.fromEntries(shapes.map(({ name, shape }) => [name, shape]))).toEqual({
      status: 'plain',
      active: 'boolean',
      subject: 'object',
      name: 'object',
      whenPeriod: 'object',
      flagBoolean: 'boolean',
      type: 'object'
    })
  })
  it('takes missing values for any form, and arrays for their items', () => {
    expect([undefined, null, [], [null]].every((value) => hasShape(value, 'object') && hasShape(value, 'plain'))).toBe(
      true
    )
    expect(hasShape([null, {}], 'object')).toBe(true)
    expect(hasShape(['x'], 'object')).toBe(false)
    expect(hasShape('x', 'boolean')).toBe(false)
    expect(hasShape({}, 'plain')).toBe(false)
  })
})
