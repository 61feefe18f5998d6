import { describe, expect, it } from 'vitest'
import { evaluatePath } from '../../support/evaluate-path.ts'
import { patient } from './path-patient.ts'

const quantity = "extension('urn:weight').value.ofType(Quantity)"

describe('navigation', () => {
  it.each([
    ['id', ['p1']],
    ['Patient.id', ['p1']],
    ['Observation.id', []],
    ['name.family', ['Adams', 'Brown']],
    ['name.given', ['Ann', 'Bea', 'Ann']],
    ['name.given.first()', ['Ann']],
    ['name[1].given[0]', ['Ann']],
    ['name[0].given[1]', ['Bea']],
    ['name[-1]', []],
    ['name.last().family', ['Brown']],
    ['name.tail().family', ['Brown']],
    ['name.skip(1).family', ['Brown']],
    ['name.take(1).family', ['Adams']],
    ['name.single()', []],
    ['name.nothing.more', []],
    ['id.more', []],
    ['active.more', []],
    ['constructor', []],
    ['name.toString', []],
    ['empty.exists()', [false]],
    ['nulls.exists()', [false]],
    ['nulls.empty()', [true]],
    ['name.count()', [2]],
    ['name.select(family)', ['Adams', 'Brown']],
    ['name.select($index)', [0, 1]],
    ["name.where($this.use = 'maiden').family", ['Brown']],
    ["name.where(use = 'official' and family = 'Adams').family", ['Adams']],
    ['name.where($index = 1).family', ['Brown']],
    ["name.exists(use = 'nickname')", [false]],
    ["name.all(given contains 'Ann')", [true]],
    ['(name.given | name.family).count()', [4]],
    ['name.given.distinct()', ['Ann', 'Bea']],
    ['name.given.union(name.family)', ['Ann', 'Bea', 'Adams', 'Brown']],
    ['contained.ofType(Organization).id', ['o1']],
    ['contained.ofType(Coverage).id', []],
    ['%resource.id', ['p1']]
  ])('%s', (path, expected) => {
    expect(evaluatePath(path, patient)).toEqual(expected)
  })
})

describe('choice elements and extensions', () => {
  it.each([
    ['deceased.ofType(boolean)', [false]],
    ['deceased.ofType(dateTime)', []],
    ['deceased', [false]],
    ['multipleBirth', [2]],
    ['multipleBirth.ofType(integer)', [2]],
    ['deceased is boolean', [true]],
    ['deceased.is(dateTime)', [false]],
    ['(deceased as boolean)', [false]],
    ["extension('urn:weight').value", [{ value: 70.5, unit: 'kg', code: 'kg' }]],
    ["extension('urn:weight').value.value", [70.5]],
    ["extension('urn:race').extension('code').value.ofType(Coding).display", ['One']],
    ["extension('urn:none').exists()", [false]],
    ["birthDate.extension('urn:time').value.ofType(dateTime)", ['1970-06-15T03:00:00Z']],
    ["gender.extension('urn:time').exists()", [false]],
    ['birthDate.ofType(date)', ['1970-06-15']],
    ['birthDate.ofType(FHIR.date)', ['1970-06-15']],
    ['birthDate.ofType(integer)', []],
    ['name.ofType(HumanName).family', ['Adams', 'Brown']]
  ])('%s', (path, expected) => {
    expect(evaluatePath(path, patient)).toEqual(expected)
  })
})

describe('operators', () => {
  it.each([
    ["gender = 'female'", [true]],
    ["gender != 'female'", [false]],
    ["nothing = 'female'", []],
    ['name.family = name.family', [true]],
    ['name.family = name.given', [false]],
    ['name[0] = name[0]', [true]],
    ['name[0] = name[1]', [false]],
    ["gender ~ 'FEMALE'", [true]],
    ['nothing ~ {}', [true]],
    ["gender !~ 'male'", [true]],
    ["'Ann' in name.given", [true]],
    ["name.given contains 'Cid'", [false]],
    ['{} in name.given', []],
    ['1 + 2 * 3', [7]],
    ['0.1 + 0.2', [0.3]],
    ['0.1 + 0.2 = 0.3', [true]],
    ['7 div 2', [3]],
    ['-7 div 2', [-3]],
    ['7 mod 2', [1]],
    ['7 / 2', [3.5]],
    ['7 / 0', []],
    ['7 div 0', []],
    ['1 + {}', []],
    ["1 + 'a'", []],
    ["'a' + 'b'", ['ab']],
    ["'a' + {}", []],
    ["'a' & {} & 'b'", ['ab']],
    ['-multipleBirth.ofType(integer)', [-2]],
    ["'b' > 'a'", [true]],
    ['2 >= 2', [true]],
    ["2 > 'a'", []],
    ['name > 1', []],
    [`${quantity} > 70 'kg'`, [true]],
    [`${quantity} > 70 'g'`, []],
    [`${quantity}.value < 71`, [true]],
    ["iif(active, 'yes', 'no')", ['yes']],
    ["iif(nothing, 'yes')", []]
  ])('%s', (path, expected) => {
    expect(evaluatePath(path, patient)).toEqual(expected)
  })
})

describe('three-valued logic', () => {
  const values = { T: 'true', F: 'false', N: '{}' }
  const tables = {
    and: { TT: 'T', TF: 'F', TN: 'N', FT: 'F', FF: 'F', FN: 'F', NT: 'N', NF: 'F', NN: 'N' },
    or: { TT: 'T', TF: 'T', TN: 'T', FT: 'T', FF: 'F', FN: 'N', NT: 'T', NF: 'N', NN: 'N' },
    xor: { TT: 'F', TF: 'T', TN: 'N', FT: 'T', FF: 'F', FN: 'N', NT: 'N', NF: 'N', NN: 'N' },
    implies: { TT: 'T', TF: 'F', TN: 'N', FT: 'T', FF: 'T', FN: 'T', NT: 'T', NF: 'N', NN: 'N' }
  }
  const results = { T: [true], F: [false], N: [] }
  // FHIRPath 2.0 §6.5, the truth tables.
  for (const [operator, table] of Object.entries(tables)) {
    it.each(Object.entries(table))(`${operator}: %s is %s`, (operands, result) => {
      const [a, b] = [operands.charAt(0), operands.charAt(1)].map((key) => values[key as keyof typeof values])
      expect(evaluatePath(`${a} ${operator} ${b}`, {})).toEqual(results[result as keyof typeof results])
    })
  }

  it('not() of nothing is nothing', () => {
    expect(evaluatePath('nothing.not()', {})).toEqual([])
    expect(evaluatePath('active.not()', { active: true })).toEqual([false])
  })
})

describe('keys', () => {
  const links = (reference: unknown) => ({ id: 'p1', link: [{ other: reference }] })

  it('of references are the ids of resources', () => {
    expect(evaluatePath('link.other.getReferenceKey()', patient)).toEqual(['p1', 'p2'])
    expect(evaluatePath('link.other.getReferenceKey(Patient)', patient)).toEqual(['p1', 'p2'])
    expect(evaluatePath('link.other.getReferenceKey(Person)', patient)).toEqual([])
    expect(evaluatePath('getResourceKey()', patient)).toEqual(['p1'])
    expect(evaluatePath('name.getResourceKey()', patient)).toEqual([])
  })

  it.each([
    [{ reference: 'urn:uuid:ABCD' }, ['abcd']],
    [{ reference: 'urn:uuid:abcd', type: 'Person' }, []],
    [{ reference: '#o1' }, []],
    [{ reference: 'Patient?identifier=a|b' }, []],
    [{ reference: 'http://x.org/other' }, []],
    [{ reference: 'Patient/' }, []],
    [{ reference: 1 }, []],
    [{ display: 'Somebody' }, []],
    ['Patient/p1', []]
  ])('%j', (reference, expected) => {
    expect(evaluatePath('link.other.getReferenceKey(Patient)', links(reference))).toEqual(expected)
  })
})
