import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { objectOf, objectsOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { validateReport } from '#engine/reports/validate-report.ts'
import { personReports } from '#engine/reports/person-reports.ts'
import { measureFile } from '#engine/reports/report-file.ts'
import { plainMeasure, plainRun } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { day, plainStore } from '../selection/plain-store.ts'
import { context, definition, lines, params, parse, write } from './written-reports.ts'

const statusOf = (bundle: FhirObject): unknown => {
  const issue = objectsOf(bundle['entry'])
    .map((entry) => objectOf(entry['resource'])!)
    .find((resource) => resource['resourceType'] === 'DetectedIssue')!
  return objectsOf(objectOf(objectsOf(issue['modifierExtension'])[0]!['valueCodeableConcept'])!['coding'])[0]!['code']
}

describe('a MeasureReport', () => {
  it('sums up the people in view', async () => {
    const report = parse(await write('measure-report-summary'))
    expect(validateReport(report)).toEqual([])
    expect(report).toMatchObject({ resourceType: 'MeasureReport', type: 'summary', measure: `${definition.url}|1.0.0` })
    const [group] = objectsOf(report['group'])
    expect(objectsOf(group!['population']).map((population) => population['count'])).toEqual([20, 19, 1, 0, 11])
    expect(group!['measureScore']).toEqual({ value: 11 / 18 })
    const women = parse(
      await write(
        'measure-report-summary',
        {},
        { ...context, filters: [{ dimension: 'sex', values: ['female'] }] as never }
      )
    )
    expect(objectsOf(objectsOf(women['group'])[0]!['population'])[0]!['count']).toBe(4)
  })

  it('tells of each patient, with a score only where the measure applies', async () => {
    const reports = lines(
      await write('measure-report-individual', {
        query: {
          rates: [],
          statuses: ['closed', 'excluded', 'not-applicable'],
          owners: [],
          search: '',
          nextVisit: 'any',
          actBy: undefined
        }
      })
    )
    expect(reports).toHaveLength(12)
    for (const report of reports) expect(validateReport(report)).toEqual([])
    const scores = reports.map((report) => objectOf(objectsOf(report['group'])[0]!['measureScore'])?.['value'])
    expect(scores).toEqual([...Array.from({ length: 11 }, () => 1), undefined])
    expect(new Set(reports.map((report) => report['id'])).size).toBe(12)
  })

  it('names no organization where nobody did, and says that it is unknown', async () => {
    const author = { date: params.author.date }
    const unknown = {
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }]
    }
    const summary = parse(await write('measure-report-summary', { author }))
    expect(validateReport(summary)).toEqual([])
    expect(summary['reporter']).toEqual(unknown)
    expect(objectsOf(summary['contained']).map(({ id }) => id)).not.toContain('reporter')
    const [gaps] = lines(await write('gaps-bundles', { author, entries: [0] }))
    expect(validateReport(gaps!)).toEqual([])
    const resources = objectsOf(gaps!['entry']).map((entry) => objectOf(entry['resource'])!)
    expect(resources.map(({ resourceType }) => resourceType)).not.toContain('Organization')
    expect(resources[0]!['author']).toEqual([unknown])
    const pages = JSON.parse(await write('pack-pages', { author })) as { readonly about: string }
    expect(pages.about).toMatch(/^2026-11-01\. /)
  })

  it('is the same again', async () => {
    expect(await write('gaps-bundles')).toBe(await write('gaps-bundles'))
  })
})

describe('a gaps Bundle', () => {
  it('has one of four statuses, prospective until the period has ended', async () => {
    const all = {
      query: {
        rates: [],
        statuses: ['open', 'no-data', 'closed', 'excluded', 'not-applicable'] as const,
        owners: [],
        search: '',
        nextVisit: 'any' as const,
        actBy: undefined
      }
    }
    const now = lines(await write('gaps-bundles', all))
    // Nothing is said about who is not in the measure.
    expect(now).toHaveLength(19)
    for (const bundle of now) expect(validateReport(bundle)).toEqual([])
    const later = lines(await write('gaps-bundles', all, { ...context, asOf: day('2027-02-01') }))
    const statusesOf = (list: readonly FhirObject[]): unknown[] =>
      [0, 2, 17, 18].map((patient) => statusOf(list[patient]!))
    expect(statusesOf(now)).toEqual(['closed-gap', 'prospective-gap', 'prospective-gap', 'not-applicable'])
    expect(statusesOf(later)).toEqual(['closed-gap', 'open-gap', 'open-gap', 'not-applicable'])
  })

  it('says that a gap without data may be closed elsewhere, and holds no names', async () => {
    const text = await write('gaps-bundles', { entries: [17] })
    expect(text).toMatch(/may have been given elsewhere/)
    expect(text).not.toMatch(/Secret/)
    expect(await write('gaps-bundles', { entries: [2] })).not.toMatch(/elsewhere/)
  })
})

describe('the status of a MeasureReport', () => {
  const statusOn = async (last: string): Promise<unknown> => {
    const store = plainStore({
      patient: [{ id: 'p', birth_date: '1960-03-01' }],
      observation: [{ id: 'o', patient_id: 'p', code: 'http://loinc.org|4548-4|HbA1c', effective: last }]
    })
    const short = qualityInput(store, [plainMeasure(definition, plainRun(definition, [[1, 1, 0, 0, 1]]))])
    const panelContext = { asOf: day('2027-06-01'), filters: [] }
    const summary = parse(await (await measureFile(short, panelContext, 'measure-report-summary', params)).text())
    const [individual] = [...personReports(short, panelContext, 'measure-report-individual', params).lines].map(parse)
    expect(individual!['status']).toBe(summary['status'])
    return summary['status']
  }

  it('is pending until the data reach the end of the period', async () => {
    expect(await statusOn('2026-03-31')).toBe('pending')
    expect(await statusOn('2026-12-31')).toBe('complete')
  })
})

describe('a score that cannot be computed', () => {
  it('is a data-absent-reason, and the report is valid', async () => {
    const measure = {
      ...plainMeasure(definition, plainRun(definition, [[1, 1, 0, 0, 0]])),
      cannotCompute: { [definition.groups[0]!.id]: 'no record of mammography in these data' }
    }
    const store = plainStore({ patient: [{ id: 'p', birth_date: '1960-03-01' }] })
    const file = await measureFile(qualityInput(store, [measure]), context, 'measure-report-summary', params)
    const report = parse(await file.text())
    expect(validateReport(report)).toEqual([])
    expect(objectsOf(report['group'])[0]!['measureScore']).toEqual({
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }]
    })
  })
})

describe('the check of reports', () => {
  const summary = async (): Promise<FhirObject> => parse(await write('measure-report-summary'))
  const bundle = async (): Promise<FhirObject> => lines(await write('gaps-bundles', { entries: [0] }))[0]!
  const broken = (resource: FhirObject, change: (copy: Record<string, never>) => void): readonly string[] => {
    const copy = structuredClone(resource) as unknown as Record<string, never>
    change(copy)
    return validateReport(copy)
  }

  it.each([
    ['a date', /date is missing/, (report: Record<string, never>) => delete report['date']],
    ['a reporter', /reporter has no reference/, (report: Record<string, never>) => delete report['reporter']],
    [
      'a period',
      /period: start is missing|start is missing/,
      (report: Record<string, never>) => delete report['period']
    ],
    ['groups', /group is missing/, (report: Record<string, never>) => delete report['group']],
    ['a status', /status is missing/, (report: Record<string, never>) => delete report['status']],
    ['a measure', /no canonical address/, (report: Record<string, never>) => delete report['measure']],
    ['a type', /neither individual nor summary/, (report: Record<string, never>) => delete report['type']]
  ] as const)('misses %s', async (_what, sentence, change) => {
    expect(broken(await summary(), change).join('\n')).toMatch(sentence)
  })

  it('sees a score that the counts do not give, a missing link and too large a denominator', async () => {
    const report = await summary()
    const group = (copy: Record<string, never>): Record<string, never> =>
      (copy['group'] as unknown as Record<string, never>[])[0]!
    expect(broken(report, (copy) => Object.assign(group(copy), { measureScore: { value: 0.9 } }))).toContain(
      'MeasureReport.group[0]: measureScore is not what the counts say.'
    )
    expect(broken(report, (copy) => delete group(copy)['extension'])).toContain(
      'MeasureReport.group[0]: the linkId extension is missing.'
    )
    expect(
      broken(report, (copy) =>
        Object.assign((group(copy)['population'] as unknown as object[])[1]!, { count: 99 })
      ).join(' ')
    ).toMatch(/larger than the initial population/)
    expect(
      broken(report, (copy) =>
        Object.assign((group(copy)['population'] as unknown as object[])[1]!, { count: 1.5 })
      ).join(' ')
    ).toMatch(/no whole number/)
  })

  it('sees references that lead nowhere, another patient, and a score where a gap does not apply', async () => {
    const document = await bundle()
    const resource = (copy: Record<string, never>, type: string): Record<string, unknown> =>
      (copy['entry'] as unknown as { resource: Record<string, unknown> }[]).find(
        (entry) => entry.resource['resourceType'] === type
      )!.resource
    expect(
      broken(document, (copy) => void (resource(copy, 'DetectedIssue')['patient'] = { reference: 'Patient/x' })).join(
        ' '
      )
    ).toMatch(/leads nowhere.*not about one patient/s)
    expect(broken(document, (copy) => void (resource(copy, 'Composition')['section'] = [])).join(' ')).toMatch(
      /section is missing/
    )
    expect(broken(document, (copy) => delete resource(copy, 'DetectedIssue')['modifierExtension']).join(' ')).toMatch(
      /one gap status/
    )
    expect(broken(document, (copy) => void Object.assign(copy, { type: 'collection' })).join(' ')).toMatch(
      /type is not document/
    )
    expect(
      broken(document, (copy) => {
        const issue = resource(copy, 'DetectedIssue') as {
          modifierExtension: { valueCodeableConcept: { coding: { code: string }[] } }[]
        }
        issue.modifierExtension[0]!.valueCodeableConcept.coding[0]!.code = 'not-applicable'
      }).join(' ')
    ).toMatch(/does not apply has a measureScore/)
  })
})
