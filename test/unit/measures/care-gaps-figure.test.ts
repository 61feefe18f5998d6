import { describe, expect, it } from 'vitest'
import type { ScorecardPanel, ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import { FigureHider, FigureRecorder } from '#engine/sharing/published/figure-release.ts'
import { publishedKey } from '#shared/governance/published-count.ts'
import { figureView } from '../../../src-renderer/figures/catalog.ts'
import { daysCoveredText } from '../../../src-renderer/figures/measures/scorecard-figures.ts'
import { format } from '../charts/chart-fixture.ts'
import { figuresIn } from '../panels/opened-rows.ts'
import { plainMeasure, plainRun } from '../../support/plain-measures.ts'
import { cases, control, inputOf, out, scorecard } from '../../support/ten-people.ts'

const source = { of: 'measures', panel: 'scorecard', params: {}, figure: 'gaps' } as const
const panel = scorecard()
const of = (value: ScorecardPanel) => figureView(source, value, format())!
const labels = (value: ScorecardPanel): (string | undefined)[] | undefined =>
  of(value).model?.table.rows.map(([label]) => label?.text)
/** The scorecard with its first row changed. */
const changed = (change: Partial<ScorecardRow>): ScorecardPanel => ({
  ...panel,
  rows: panel.rows.map((row, index) => (index === 0 ? { ...row, ...change } : row))
})

describe('the statuses of a rate', () => {
  it('are those of everybody living, once, and the share of those to whom it applies', () => {
    const [row] = panel.rows
    expect(row!.statuses.map(({ status, figure }) => [status, figure.value])).toEqual([
      ['open', 3],
      ['due-soon', 0],
      ['no-data', 1],
      ['closed', 2],
      ['set-aside', 0],
      ['excluded', 2],
      ['not-applicable', 1]
    ])
    expect(row!.closedShare).toMatchObject({
      numerator: 2,
      denominator: 6,
      route: `/gaps/${encodeURIComponent(row!.key)}/closed`
    })
  })

  it('are none where nothing closes it', () => {
    const never = inputOf({
      measures: [plainMeasure(control, plainRun(control, cases), { closing: { text: 'Nothing.', never: true } })]
    })
    const [row] = scorecard(never).rows
    expect([row!.statuses, row!.closedShare]).toEqual([[], undefined])
    expect(of(scorecard(never)).empty).toBe('No measure with gaps to close has anybody eligible in view.')
  })

  it('are told apart in the register of published counts, and leave together by the fewest of them', () => {
    const recorder = new FigureRecorder(() => 'data')
    const figures = figuresIn(panel.rows[0]!.statuses).map(({ figure }) => figure)
    for (const figure of figures) recorder.hides(figure)
    const counts = figures.map(({ value }) => value!).filter((value) => value > 0)
    expect(figures).toHaveLength(7)
    const entered = (isShared: boolean): readonly number[] =>
      recorder.counts.filter((each) => each.of.endsWith('/') === isShared && each.count > 0).map(({ count }) => count)
    expect(entered(false)).toEqual(counts)
    expect(entered(true)).toEqual([Math.min(...counts)])
    const shared = recorder.counts.find((each) => each.of.endsWith('/') && each.count > 0)
    const hider = new FigureHider([publishedKey(shared!)], () => 'data')
    expect(figures.filter((figure) => figure.value !== 0).every((figure) => hider.hides(figure))).toBe(true)
  })
})

describe('a measure of days covered', () => {
  const progress = { through: 20_000, day: 303, days: 365, share: 303 / 365 }
  const adherence = {} as NonNullable<ScorecardRow['adherence']>
  const text =
    'Days covered: the rate counts who has 80% of the days so far; a gap is closed once 80% of the whole period are covered.'

  it('says why people who meet it so far have a gap, until its period is over', () => {
    expect(
      daysCoveredText([
        { adherence: undefined, progress },
        { adherence, progress }
      ])
    ).toBe(text)
    expect(daysCoveredText([{ adherence, progress: undefined }])).toBe('')
    const captionOf = (value: ScorecardPanel) =>
      figureView({ ...source, figure: 'scorecard' }, value, format())!.caption
    expect(captionOf(changed({ adherence, progress }))).toContain(text)
    expect(captionOf(panel)).not.toContain(text)
  })
})

describe('care gaps by measure', () => {
  it('have the measures with the most open gaps first, with every status in the table', () => {
    const view = of(panel)
    expect(view.title).toBe('Care gaps by measure')
    expect(view.subtitle).toBe('Period 2026, status on Oct 31, 2026')
    const { toClose } = panel.rows[0]!
    const day = (text: string): number => Date.parse(text) / 86_400_000
    const inJune = changed({
      progress: { through: day('2026-10-30'), day: 303, days: 365, share: 303 / 365 },
      toClose: { ...toClose, provenance: { ...toClose.provenance, asOf: day('2026-06-30') } }
    })
    expect(of(inJune).subtitle).toBe('Period 2026, by all records up to Oct 30, 2026; people in view on Jun 30, 2026')
    expect(view.caption).toBe(
      'At the end: closed ÷ (closed + due soon + open + set aside + no data). Modeled on public definitions; not HEDIS, not certified.'
    )
    expect(view.model!.table.columns.map(({ label }) => label)).toEqual([
      'Measure',
      'Closed',
      'Due soon',
      'Open',
      'Set aside',
      'Excluded',
      'No data',
      'Not applicable',
      'Share closed'
    ])
    expect(view.model!.table.rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['Title of breast-cancer-screening', '2', '0', '3', '0', '2', '1', '1', '33.3%'],
      ['Title of hba1c-poor-control', '4', '0', '0', '0', '2', '2', '1', '66.7%']
    ])
    expect(view.provenance?.definition.title).toBe('Quality at a glance')
    expect(labels({ ...panel, rows: panel.rows.toReversed() })).toEqual(labels(panel))
  })

  it('leave out a measure of the same thing that does not count, and say which cannot be shown', () => {
    const duplicate = { family: 'cms125', counts: false, other: { id: 'b', title: 'B', builtIn: false } }
    expect(labels(changed({ duplicate }))).toEqual(['Title of hba1c-poor-control'])
    expect(of(changed({ duplicate })).caption).not.toContain('left out')
    expect(labels(changed({ duplicate: { ...duplicate, counts: true } }))).toHaveLength(2)
    const unknown = changed({ cannotCompute: 'no record', statuses: [], closedShare: undefined })
    expect(labels(unknown)).toEqual(['Title of hba1c-poor-control'])
    expect(of(unknown).caption).toContain('1 measure that cannot be computed or has nobody eligible is left out.')
  })

  it('count the measures without anybody eligible', () => {
    const nobody = plainRun(
      control,
      cases.map(() => out)
    )
    const empty = scorecard(inputOf({ measures: [plainMeasure(control, nobody)] }))
    expect(labels(empty)).toEqual([])
    expect(of(empty).caption).toContain('1 measure that cannot be computed')
    expect(of(empty).empty).toBe('No measure with gaps to close has anybody eligible in view.')
  })

  it('say that no measure was run, and nothing before that is known', () => {
    expect(of({ ...panel, rows: [] }).empty).toBe('No measure gave a rate for the people in view.')
    const waiting = figureView(source, undefined, format())!
    expect([waiting.model, waiting.empty, waiting.subtitle]).toEqual([
      undefined,
      undefined,
      'Status of the people in view'
    ])
  })
})
