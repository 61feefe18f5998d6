import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testData } from '../support/test-data.ts'
import { cqlTestFiles, runCqlTestFile } from './cql-suite.ts'
import { systemTranslator } from './cql-translator.ts'
import { deviations, knownDifferences } from './suite.ts'

const translate = systemTranslator()
const handWritten = cqlTestFiles(join(import.meta.dirname, 'cases/cql'))
const folder = testData('conformance/cql-tests')
const official = folder === undefined ? [] : cqlTestFiles(folder)
const known = knownDifferences('cql')

describe('CQL cases written from the specification', () => {
  it.each(handWritten.map((file) => [basename(file), file]))('%s', (_name, file) => {
    const outcome = runCqlTestFile(file, translate)
    expect(outcome.failures).toEqual([])
    expect(outcome.total).toBeGreaterThan(10)
  })
})

describe.skipIf(folder === undefined)('the official CQL tests', () => {
  it.each(official.map((file) => [basename(file), file]))('%s differs only where reviewed', (_name, file) => {
    expect(deviations(runCqlTestFile(file, translate), known)).toEqual({ unexpected: [], resolved: [] })
  })

  it('are the files that the reviewed list names, and more', () => {
    const names = official.map((file) => basename(file, '.xml'))
    expect(Object.keys(known).filter((name) => !names.includes(name))).toEqual([])
    expect(names).toHaveLength(16)
  })
})
