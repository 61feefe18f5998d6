import { describe, expect, it } from 'vitest'
import { cannotCompute } from '#engine/measures/requirements/cannot-compute.ts'
import { packContent } from '../../support/measure-input.ts'
import { plainStore, type PlainRow, type PlainTables } from '../../unit/selection/plain-store.ts'

const person: PlainRow = { id: 'a', birth_date: '1960-01-01', gender: 'female' }

/** Why the first rate of a built-in measure cannot be computed from some tables. */
function reasonOf(id: string, tables: PlainTables): string | undefined {
  const [{ content }] = packContent([id]) as [ReturnType<typeof packContent>[number]]
  const [measure] = content.measures
  return cannotCompute(measure!, content, plainStore({ patient: [person], ...tables }))[measure!.groups[0]!.id]
}

const observation = (code: string): PlainRow => ({
  id: `o-${code}`,
  patient_id: 'a',
  status: 'final',
  code: `http://loinc.org|${code}|`,
  effective: '2026-02-01'
})
const diabetes: PlainRow = {
  id: 'd',
  patient_id: 'a',
  code: 'http://snomed.info/sct|44054006|Diabetes',
  onset: '2020-01-01'
}

describe('a measure whose evidence is nowhere in the data', () => {
  it('cannot be computed without a record of its numerator, whatever else there is', () => {
    expect(reasonOf('breast-cancer-screening', { observation: [observation('4548-4')] })).toBe(
      'no record of mammography in these data'
    )
    expect(reasonOf('breast-cancer-screening', { observation: [observation('24606-6')] })).toBeUndefined()
  })

  it('is not perfect where less is better, and not zero', () => {
    const without = { condition: [diabetes], observation: [observation('2160-0')] }
    expect(reasonOf('hba1c-poor-control', without)).toMatch(/^no record of glycated .* in these data$/)
    expect(reasonOf('hba1c-control', without)).toMatch(/glycated/)
    expect(reasonOf('hba1c-poor-control', { ...without, observation: [observation('4548-4')] })).toBeUndefined()
  })

  it('cannot be computed without anybody whom it could be about', () => {
    expect(reasonOf('hba1c-control', { observation: [observation('4548-4')] })).toMatch(/diabetes/i)
  })
})
