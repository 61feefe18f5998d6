import { describe, expect, it } from 'vitest'
import { compareReports } from '#engine/reports/compare-reports.ts'
import { readMeasureReports } from '#engine/reports/read-measure-reports.ts'
import { measuredView } from '#engine/measures/scorecard/run-measure-panel.ts'
import { context, definition, input, write } from './written-reports.ts'

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
    compareReports(measuredView(input, context), input, readMeasureReports(text).reports)

  it('stand next to ours, with what may make them differ', () => {
    const compared = compare(JSON.stringify(report())).map((rate) => ({ ...rate, ours: rate.ours?.value }))
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
    for (const { code, theirs, ours: count } of rows) if (code === 'numerator') expect(theirs).toBe(count?.value)
    expect(rows.find(({ code }) => code === 'denominator')!.theirs).toBe(19)
  })

  it('come as a Bundle, as Parameters, as a list or by line', () => {
    const single = report()
    for (const text of [
      JSON.stringify({
        resourceType: 'Bundle',
        entry: [{ resource: single }, { resource: { resourceType: 'Patient' } }]
      }),
      JSON.stringify({
        resourceType: 'Parameters',
        parameter: [{ name: 'return', resource: { resourceType: 'Bundle', entry: [{ resource: single }] } }]
      }),
      JSON.stringify([single]),
      `\ufeff${JSON.stringify(single)}\n\n`,
      `${JSON.stringify(single)}\n${JSON.stringify({ resourceType: 'Patient' })}\n`
    ]) {
      expect(readMeasureReports(text).reports).toHaveLength(1)
    }
  })

  it.each([
    ['', /not JSON|no MeasureReport/],
    ['not json', /not JSON/],
    ['{"resourceType":"Patient"}', /no MeasureReport/],
    ['null', /no MeasureReport/],
    [JSON.stringify(report({ type: 'data-collection' })), /contains no counts/],
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
