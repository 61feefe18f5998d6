import { describe, expect, it } from 'vitest'
import { unappliedExclusions } from '#engine/measures/rates/unapplied-exclusions.ts'
import { measureFile } from '#engine/reports/report-file.ts'
import { plainDefinition, plainMeasure, plainRun } from '../../support/plain-measures.ts'
import { packContent } from '../../support/measure-input.ts'
import { cases, context, inputOf, scorecard } from '../../support/ten-people.ts'

describe('exclusions that could not be applied', () => {
  const [{ content }] = packContent(['colorectal-cancer-screening']) as [ReturnType<typeof packContent>[number]]
  const [definition] = content.measures
  const of = (...absent: string[]): string | undefined =>
    unappliedExclusions(definition!, content.libraries, absent)[definition!.groups[0]!.id]

  it('are named with the type that is missing', () => {
    expect(of('Encounter')).toMatch(/^Exclusions by .* could not be applied: Encounter is missing from these data\.$/)
    expect(of('Condition', 'Encounter')).toMatch(/are missing from these data\.$/)
  })

  it('are none where everything is there, or what is missing does not exclude', () => {
    expect(of()).toBeUndefined()
    expect(of('Immunization')).toBeUndefined()
  })

  it('stand in the scorecard, in its file and in reports', async () => {
    const sentence = 'Exclusions by hospice care could not be applied: Encounter is missing from these data.'
    const plain = plainDefinition('breast-cancer-screening')
    const measure = { ...plainMeasure(plain, plainRun(plain, cases)), unapplied: { rate: sentence } }
    const input = inputOf({ measures: [measure] })
    expect(scorecard(input).rows[0]!.unapplied).toBe(sentence)
    const params = {
      revealed: false,
      smallCellLimit: 0,
      author: { organization: 'North', date: '2026-11-01T08:00:00Z' }
    }
    expect(await (await measureFile(input, context, 'scorecard-csv', params)).text()).toContain(sentence)
    expect(await (await measureFile(input, context, 'measure-report-summary', params)).text()).toContain(sentence)
  })
})
