import { Uint8ArrayReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import { objectOf, objectsOf } from '#engine/measures/fhir-json.ts'
import { compareReports } from '#engine/quality/files/compare-reports.ts'
import {
  qualityFile,
  qualityFiles,
  type QualityFile,
  type QualityFileParams
} from '#engine/quality/files/quality-file.ts'
import type { PrintedPages } from '#engine/quality/files/printed-pages.ts'
import { readMeasureReports } from '#engine/quality/files/read-measure-reports.ts'
import { validateReport } from '#engine/quality/files/validate-report.ts'
import { qualityView } from '#engine/quality/run-quality-panel.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-quality.ts'
import { qualityInput } from '../../support/quality-input.ts'
import { day, plainStore } from '../selection/plain-store.ts'

const store = plainStore({
  patient: Array.from({ length: 20 }, (_, at) => ({
    id: `p${String(at).padStart(2, '0')}`,
    birth_date: '1960-03-01',
    gender: at < 4 ? 'female' : 'male',
    given: 'Given',
    family: `Secret${at}`
  })),
  observation: [{ id: 'o', patient_id: 'p02', code: 'http://loinc.org|4548-4|HbA1c', effective: '2026-02-01' }]
})
const cases = Array.from({ length: 20 }, (_, at): PlainCases => {
  if (at === 19) return [1, 0, 0, 0, 0]
  if (at === 18) return [1, 1, 1, 0, 0]
  return [1, 1, 0, 0, at < 12 && at !== 2 ? 1 : 0]
})
const definition = plainDefinition('breast-cancer-screening')
const input = qualityInput(store, [plainMeasure(definition, plainRun(definition, cases))])
const context = { asOf: day('2026-10-31'), filters: [] }
const params: QualityFileParams = {
  revealed: false,
  smallCellLimit: 0,
  table: '2026-ma',
  author: { organisation: 'North & South', date: '2026-11-01T08:00:00Z' }
}
const write = async (what: QualityFile, more: Partial<QualityFileParams> = {}, at = context): Promise<string> =>
  (await qualityFile(input, at, what, { ...params, ...more })).text()
const parse = (text: string): FhirObject => JSON.parse(text) as FhirObject
const lines = (text: string): FhirObject[] => text.trim().split('\n').map(parse)
const statusOf = (bundle: FhirObject): unknown => {
  const issue = objectsOf(bundle['entry'])
    .map((one) => objectOf(one['resource'])!)
    .find((one) => one['resourceType'] === 'DetectedIssue')!
  return objectsOf(objectOf(objectsOf(issue['modifierExtension'])[0]!['valueCodeableConcept'])!['coding'])[0]!['code']
}

describe('a MeasureReport', () => {
  it('sums up the people in view', async () => {
    const report = parse(await write('measure-report-summary'))
    expect(validateReport(report)).toEqual([])
    expect(report).toMatchObject({ resourceType: 'MeasureReport', type: 'summary', measure: `${definition.url}|1.0.0` })
    const [group] = objectsOf(report['group'])
    expect(objectsOf(group!['population']).map((one) => one['count'])).toEqual([20, 19, 1, 0, 11])
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
    const scores = reports.map((one) => objectOf(objectsOf(one['group'])[0]!['measureScore'])?.['value'])
    expect(scores).toEqual([...Array.from({ length: 11 }, () => 1), undefined])
    expect(new Set(reports.map((one) => one['id'])).size).toBe(12)
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
    expect(now).toHaveLength(20)
    for (const bundle of now) expect(validateReport(bundle)).toEqual([])
    const later = lines(await write('gaps-bundles', all, { ...context, asOf: day('2027-02-01') }))
    const at = (list: readonly FhirObject[]): unknown[] => [0, 2, 17, 18, 19].map((patient) => statusOf(list[patient]!))
    expect(at(now)).toEqual(['closed-gap', 'prospective-gap', 'prospective-gap', 'not-applicable', 'not-applicable'])
    expect(at(later)).toEqual(['closed-gap', 'open-gap', 'open-gap', 'not-applicable', 'not-applicable'])
  })

  it('says that a gap without data may be closed elsewhere, and holds no names', async () => {
    const text = await write('gaps-bundles', { entries: [17] })
    expect(text).toMatch(/may have been given elsewhere/)
    expect(text).not.toMatch(/Secret/)
    expect(await write('gaps-bundles', { entries: [2] })).not.toMatch(/elsewhere/)
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
    ['a date', /date is missing/, (one: Record<string, never>) => delete one['date']],
    ['a reporter', /reporter has no reference/, (one: Record<string, never>) => delete one['reporter']],
    ['a period', /period: start is missing|start is missing/, (one: Record<string, never>) => delete one['period']],
    ['groups', /group is missing/, (one: Record<string, never>) => delete one['group']],
    ['a status', /status is missing/, (one: Record<string, never>) => delete one['status']],
    ['a measure', /no canonical address/, (one: Record<string, never>) => delete one['measure']],
    ['a type', /neither individual nor summary/, (one: Record<string, never>) => delete one['type']]
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
        (one) => one.resource['resourceType'] === type
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

describe('reports from elsewhere', () => {
  const report = (more: object = {}): object => ({
    resourceType: 'MeasureReport',
    type: 'summary',
    measure: `${definition.url}|2.0.0`,
    period: { start: '2026-01-01', end: '2026-12-31' },
    group: [
      {
        id: 'rate',
        population: [
          { code: { coding: [{ code: 'denominator' }] }, count: 19 },
          { code: { coding: [{ code: 'numerator' }] }, count: 12 }
        ]
      }
    ],
    ...more
  })
  const compare = (text: string): ReturnType<typeof compareReports> =>
    compareReports(qualityView(input, context), input, readMeasureReports(text).reports)

  it('stand beside ours, with what may make them differ', () => {
    const compared = compare(JSON.stringify(report())).map((one) => ({ ...one, ours: one.ours?.value }))
    expect(compared).toEqual([
      {
        measure: definition.url,
        title: definition.title,
        group: 'rate',
        code: 'denominator',
        theirs: 19,
        ours: 19,
        note: 'Their version is 2.0.0, ours 1.0.0.'
      },
      {
        measure: definition.url,
        title: definition.title,
        group: 'rate',
        code: 'numerator',
        theirs: 12,
        ours: 11,
        note: 'Their version is 2.0.0, ours 1.0.0.'
      }
    ])
    const other = compare(
      JSON.stringify(report({ measure: 'http://x/Measure/other', period: { start: '2025-01-01', end: '2025-12-31' } }))
    )
    expect(other[0]).toMatchObject({
      title: 'other, rate',
      ours: undefined,
      note: 'This measure was not run on these data.'
    })
  })

  it('of patients are added up', async () => {
    const ours = await write('measure-report-individual')
    const rows = compare(ours)
    for (const { code, theirs, ours: own } of rows) if (code === 'numerator') expect(theirs).toBe(own?.value)
    expect(rows.find(({ code }) => code === 'denominator')!.theirs).toBe(19)
  })

  it('come as a Bundle, as Parameters, as a list or by line', () => {
    const one = report()
    for (const text of [
      JSON.stringify({ resourceType: 'Bundle', entry: [{ resource: one }, { resource: { resourceType: 'Patient' } }] }),
      JSON.stringify({
        resourceType: 'Parameters',
        parameter: [{ name: 'return', resource: { resourceType: 'Bundle', entry: [{ resource: one }] } }]
      }),
      JSON.stringify([one]),
      `\ufeff${JSON.stringify(one)}\n\n`,
      `${JSON.stringify(one)}\n${JSON.stringify({ resourceType: 'Patient' })}\n`
    ]) {
      expect(readMeasureReports(text).reports).toHaveLength(1)
    }
  })

  it.each([
    ['', /no JSON|no MeasureReport/],
    ['not json', /no JSON/],
    ['{"resourceType":"Patient"}', /no MeasureReport/],
    ['null', /no MeasureReport/],
    [JSON.stringify(report({ type: 'data-collection' })), /holds no counts/],
    [JSON.stringify(report({ measure: undefined })), /names no measure/],
    [JSON.stringify(report({ period: {} })), /has no period/],
    [JSON.stringify(report({ group: [] })), /has no counts/]
  ])('are refused with a sentence: %s', (text, sentence) => {
    expect(() => readMeasureReports(text)).toThrow(sentence)
  })

  it('tell what of a file could not be used', () => {
    const { notes } = readMeasureReports(JSON.stringify([report(), report({ period: {} }), report({ period: {} })]))
    expect(notes).toEqual(['A report has no period. (2 times)'])
  })
})

describe('packs and lists', () => {
  it('have the figures, the definitions and where they come from', async () => {
    const page = await write('pack-html')
    expect(page).toMatch(/North &amp; South, 2026-11-01/)
    expect(page).toMatch(/61\.1%/)
    expect(page).toMatch(/What is counted\./)
    expect(page).toMatch(/as of 2026-10-31/)
    expect(page).not.toMatch(/<script|https?:\/\/(?!populus)/)
  })

  it('keep small groups back, and the next one with them', async () => {
    const page = await write('pack-html', { smallCellLimit: 10 })
    expect(page).toMatch(/Groups of 1 to 10 people are kept back/)
    const women = /Sex<\/td><td>Female<\/td><td><\/td><td><\/td><td><\/td><td><\/td><td><\/td><td>kept back/
    expect(page).toMatch(women)
    expect(page).toMatch(/Sex<\/td><td>Male<\/td><td><\/td>/)
    expect(await write('pack-html')).toMatch(/Sex<\/td><td>Female<\/td><td class="n">/)
  })

  it('have pages for paper, with percentages and days in words, and no column without a value', async () => {
    const pages = JSON.parse(await write('pack-pages')) as PrintedPages
    expect(pages.sections.map(({ name, as }) => [name, as])).toEqual([
      ['Scorecard', 'table'],
      ['By group', 'table'],
      ['Stars', 'table'],
      ['Provenance', 'entries']
    ])
    const [card] = pages.sections
    expect(card!.columns.map(({ name }) => name)).toContain('To close')
    expect(card!.columns.map(({ name }) => name)).not.toContain('Target')
    expect(card!.rows[0]).toContain('61.1%')
    expect(pages.sections.at(-1)!.rows[0]).toContain('31 Dec 2026')
    expect(pages.personal).toBe(false)
  })

  it('are workbooks with a sheet each', async () => {
    const blob = await qualityFile(input, context, 'pack-xlsx', params)
    const zip = new ZipReader(new Uint8ArrayReader(new Uint8Array(await blob.arrayBuffer())))
    const entries = await zip.getEntries()
    const book = entries.find(({ filename }) => filename === 'xl/workbook.xml')!
    const text = book.directory ? '' : await book.getData(new TextWriter())
    expect([...text.matchAll(/sheet name="([^"]+)"/g)].map((match) => match[1])).toEqual([
      'Scorecard',
      'By group',
      'Stars',
      'Provenance',
      'Definition'
    ])
    expect(entries.filter(({ filename }) => filename.startsWith('xl/worksheets/'))).toHaveLength(5)
  })

  it('hide names in a worklist until they are revealed, and can be of some rows', async () => {
    const hidden = await write('worklist-csv')
    expect(hidden.split('\r\n')).toHaveLength(21)
    expect(hidden).not.toMatch(/Secret/)
    const shown = await write('worklist-csv', { revealed: true, entries: [2, 5] })
    expect(shown.trim().split('\r\n')).toHaveLength(3)
    expect(shown).toMatch(/Given Secret2/)
  })

  it('all have a type and an end of the name', async () => {
    for (const what of Object.keys(qualityFiles) as QualityFile[]) {
      const blob = await qualityFile(input, context, what, params)
      expect(blob.size).toBeGreaterThan(100)
      expect(blob.type).toBe(qualityFiles[what][1].toLowerCase())
    }
  })
})
