import { describe, expect, it } from 'vitest'
import { objectsOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { PopulationMembers } from '#engine/measures/run/measure-run.ts'
import { patientGroup } from '#engine/measures/rates/patient-group.ts'
import { personReports } from '#engine/reports/person-reports.ts'
import { context, input, params, write } from './written-reports.ts'

describe('reports about single people', () => {
  it('are made one person at a time, as they are read', () => {
    const broken = { ...params, author: { ...params.author, organization: '' } }
    const { people, lines } = personReports(input, context, 'gaps-bundles', broken)
    expect(people).toBe(19)
    const reader = lines[Symbol.iterator]()
    const [first, second] = [reader.next(), reader.next()]
    expect([first, second].map(({ value }) => String(value).trim().split('\n').length)).toEqual([1, 1])
    expect(first.value).not.toBe(second.value)
  })

  it('explain how a gap is closed only where one is open', async () => {
    const detailOf = async (entry: number): Promise<unknown> => {
      const { entry: entries } = JSON.parse(await write('gaps-bundles', { entries: [entry] })) as {
        entry: { resource: Record<string, unknown> }[]
      }
      return entries.find(({ resource }) => resource['resourceType'] === 'DetectedIssue')?.resource['detail']
    }
    expect(await detailOf(2)).toBeDefined()
    expect(await detailOf(0)).toBeUndefined()
    expect(await detailOf(18)).toBeUndefined()
  })

  it('tell a date of birth as it is recorded', async () => {
    const bornOf = async (entry: number): Promise<unknown> => {
      const { entry: entries } = JSON.parse(await write('gaps-bundles', { entries: [entry] })) as {
        entry: { resource: Record<string, unknown> }[]
      }
      return entries.find(({ resource }) => resource['resourceType'] === 'Patient')?.resource['birthDate']
    }
    expect([await bornOf(2), await bornOf(5), await bornOf(6)]).toEqual(['1960-03-01', '1960', '1960-03'])
    const text = await write('worklist-csv', { revealed: true })
    const [head, ...rows] = text
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const place = head!.indexOf('Birth date')
    expect(new Set(rows.map((row) => row[place]))).toEqual(new Set(['1960-03-01', '1960', '1960-03']))
  })

  it('leave out people to whom no measure applies', async () => {
    expect(await write('gaps-bundles', { entries: [19] })).toBe('')
    const [bundle] = (await write('gaps-bundles', { entries: [18, 19] })).trim().split('\n')
    expect(objectsOf((JSON.parse(bundle!) as { entry: never[] }).entry)).toHaveLength(5)
  })
})

describe('the result of one patient', () => {
  const population = (more: Partial<PopulationMembers>): PopulationMembers => ({
    id: 'p',
    code: 'initial-population',
    members: Uint32Array.of(0b1101, 0),
    counts: undefined,
    observations: undefined,
    ...more
  })
  const group = (members: PopulationMembers): Parameters<typeof patientGroup>[0] => ({
    id: 'g',
    scoring: 'proportion',
    basis: 'boolean',
    improvement: undefined,
    populations: [members],
    strata: []
  })

  it('is a run over that patient alone', () => {
    const of = (members: PopulationMembers, patient: number): PopulationMembers =>
      patientGroup(group(members), patient).populations[0]!
    expect([0, 1, 2, 40].map((patient) => of(population({}), patient).members[0])).toEqual([1, 0, 1, 0])
    const counted = population({ counts: Uint16Array.of(3, 0, 1, 2) })
    expect([...of(counted, 3).counts!]).toEqual([2])
    const observed = population({
      observations: { patient: Int32Array.of(0, 2, 2, 3), value: Float64Array.of(5, 6, 7, 8) }
    })
    expect([0, 1, 2, 3].map((patient) => [...of(observed, patient).observations!.value])).toEqual([
      [5],
      [],
      [6, 7],
      [8]
    ])
  })
})
