import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadViewCases, runViewCase, type LoadedCase } from '../../conformance/view-cases.ts'
import { testData } from '../../support/test-data.ts'

const folder = testData('conformance/sql-on-fhir')
const cases = folder === undefined ? [] : loadViewCases(folder)

const handWritten = loadViewCases(join(import.meta.dirname, '../../conformance/cases/views'))

describe('SQL on FHIR cases written from the specification', () => {
  it('are there', () => {
    expect(handWritten.length).toBeGreaterThan(10)
  })

  it.each(handWritten.map((testCase) => [testCase.test.title, testCase] as const))('%s', (_name, testCase) => {
    expect(runViewCase(testCase)).toBeUndefined()
  })
})

describe.skipIf(folder === undefined)('the official SQL on FHIR cases', () => {
  it('are all there', () => {
    expect(cases).toHaveLength(141)
  })

  it.each(cases.map((testCase) => [`${testCase.file}: ${testCase.test.title}`, testCase] as const))(
    '%s',
    (_name, testCase) => {
      expect(runViewCase(testCase)).toBeUndefined()
    }
  )
})

describe('the runner of the official cases', () => {
  const view = {
    resource: 'Patient',
    select: [
      {
        column: [
          { name: 'id', path: 'id' },
          { name: 'use', path: 'name.use' }
        ]
      }
    ]
  }
  const resources = [{ resourceType: 'Patient', id: 'a', name: [{ use: 'official' }] }]
  const run = (test: Partial<LoadedCase['test']>) =>
    runViewCase({ file: 'own', resources, test: { title: 'own', view, ...test } })

  it('passes what is as expected and tells what is not', () => {
    expect(run({ expect: [{ id: 'a', use: 'official' }] })).toBeUndefined()
    expect(run({ expect: [{ id: 'a', use: 'usual' }] })).toContain('missing')
    expect(run({ expect: [] })).toContain('too many')
    expect(run({ expectCount: 2 })).toBe('1 rows')
    expect(run({ expectColumns: ['use', 'id'] })).toContain('columns id, use')
    expect(run({ expectError: true })).toBe('an error was expected')
    expect(run({ view: { resource: 'Patient', select: [] }, expect: [] })).toContain('refused')
    expect(run({ view: { resource: 'Patient', select: [] }, expectError: true })).toBeUndefined()
  })
})
