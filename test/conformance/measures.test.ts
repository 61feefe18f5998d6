import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testData } from '../support/test-data.ts'
import { packFiles, runPackFile } from './measure-suite.ts'
import { deviations, knownDifferences } from './suite.ts'

const folder = testData('conformance/ecqm')
const files = folder === undefined ? [] : packFiles(folder)
const known = knownDifferences('measures')

describe.skipIf(folder === undefined)('the official measure cases', () => {
  const observations = { observed: 0, agreed: 0 }

  it.each(files.map((file) => [basename(file, '.pack.json.gz'), file]))(
    '%s differs only where reviewed',
    (name, file) => {
      const outcome = runPackFile(file, 'trust-profiles')
      observations.observed += outcome.observed
      observations.agreed += outcome.agreed
      expect(outcome.name).toBe(name)
      expect(outcome.total).toBeGreaterThan(0)
      expect(deviations(outcome, known)).toEqual({ unexpected: [], resolved: [] })
    }
  )

  it('agree in the observed values, but for two cases that expect one of an excluded episode', () => {
    expect(observations).toEqual({ observed: 56, agreed: 54 })
  })
})
