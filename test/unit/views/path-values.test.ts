import { describe, expect, it } from 'vitest'
import { evaluatePath } from '../../support/evaluate-path.ts'
import { patient } from './path-patient.ts'

describe('dates', () => {
  it.each([
    ['birthDate = @1970-06-15', [true]],
    ['birthDate = @1970-06', []],
    ['birthDate = @1971', [false]],
    ['birthDate > @1970-05', [true]],
    ['birthDate > @1970-06', []],
    ['birthDate < @1970-06-16', [true]],
    ['birthDate <= @1970-06-15', [true]],
    ['@2020-01-01T00:00:00Z = @2020-01-01T02:00:00+02:00', [true]],
    ['@2020-01-01T00:30:00+01:00 < @2020-01-01T00:00:00Z', [true]],
    ['@2020-01-01T10:30 = @2020-01-01T10:30:15', []],
    ['@2020-01-01T10:31 > @2020-01-01T10:30:59', [true]],
    ['@2020-01-01T10:30:15 = @2020-01-01T10:30:15.000', [true]],
    ['@T10:30 < @T10:31:00', [true]],
    ['@T10:30 = @T10:30:00', []],
    ['@T10:30 = @2020-01-01', [false]],
    ["birthDate = 'yesterday'", [false]],
    ['@2020-01-01 > @T10:30', []]
  ])('%s', (path, expected) => {
    expect(evaluatePath(path, patient)).toEqual(expected)
  })
})

describe('texts and conversions', () => {
  it.each([
    ["name.given.join('-')", ['Ann-Bea-Ann']],
    ['nothing.join()', ['']],
    ["gender.startsWith('fe')", [true]],
    ["gender.endsWith('x')", [false]],
    ["gender.contains('ema')", [true]],
    ['gender.upper()', ['FEMALE']],
    ["'A b'.lower()", ['a b']],
    ["' a '.trim()", ['a']],
    ['gender.length()', [6]],
    ["gender.indexOf('m')", [2]],
    ['gender.substring(2)', ['male']],
    ['gender.substring(0, 2)', ['fe']],
    ['gender.substring(9)', []],
    ["gender.replace('fe', '$&')", ['$&male']],
    ['active.toString()', ['true']],
    ["'12'.toInteger()", [12]],
    ["'1.5'.toInteger()", []],
    ["'1.5'.toDecimal()", [1.5]],
    ["'yes'.toBoolean()", [true]],
    ["'0'.toBoolean()", [false]],
    ["'maybe'.toBoolean()", []],
    ['(-3).abs()', [3]],
    ['2.345.round(2)', [2.35]],
    ['(-2.5).round()', [-3]],
    ['gender.hasValue()', [true]],
    ['name[0].hasValue()', [false]],
    ['name.startsWith(1)', []]
  ])('%s', (path, expected) => {
    expect(evaluatePath(path, patient)).toEqual(expected)
  })
})

describe('constants', () => {
  it('are compared by their type', () => {
    const constant = [
      { name: 'day', valueDate: '1970-06' },
      { name: 'text', valueString: '1970-06' }
    ]
    expect(evaluatePath('birthDate = %day', patient, constant)).toEqual([])
    expect(evaluatePath('birthDate = %text', patient, constant)).toEqual([false])
    expect(evaluatePath("%loinc = 'http://loinc.org'", patient)).toEqual([true])
  })
})
