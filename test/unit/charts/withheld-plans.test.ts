import { describe, expect, it } from 'vitest'
import { decisionCurve } from '#engine/models/validation/decision-curve.ts'
import { planCapacity } from '#engine/forecast/capacity.ts'
import type { StarRow } from '#engine/measures/results/stars-result.ts'
import { decisionCurveChart } from '../../../src-renderer/charts/kinds/decision-curve.ts'
import { withSuppressed } from '../../../src-renderer/charts/parts/figure-lines.ts'
import { barShares } from '../../../src-renderer/figures/measures/bar-shares.ts'
import { whatIfTable } from '../../../src-renderer/figures/measures/what-if-table.ts'
import { shownPlan } from '../../../src-renderer/screens/measures/capacity/capacity-facts.ts'
import { neededFor } from '../../../src-renderer/screens/measures/capacity/capacity-rates.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import type { FigureRelease } from '#engine/sharing/published/figure-release.ts'
import { benefitPoints } from '../../../src-renderer/screens/models/validation-points.ts'
import { figure, format, provenance, share, tokens } from './chart-fixture.ts'

const size = { width: 600, height: 240 }

describe('a decision curve', () => {
  const thresholds = [0.1, 0.15, 0.2, 0.3, 0.4]
  /** Examples by the threshold that they are just above, with the event and without it. */
  const above = [
    [0, 40, 400],
    [0.1, 30, 120],
    [0.15, 4, 30],
    [0.2, 20, 90],
    [0.3, 20, 0],
    [0.4, 12, 6]
  ] as const
  const examples = above.flatMap(([risk, events, others]) => [
    ...Array.from({ length: events }, () => ({ risk, outcome: 1 })),
    ...Array.from({ length: others }, () => ({ risk, outcome: 0 }))
  ])
  const test = {
    dates: { first: 0, last: 0 },
    rows: examples.length,
    people: examples.length,
    events: examples.filter(({ outcome }) => outcome === 1).length
  }
  const decision = decisionCurve(
    Float64Array.from(examples, ({ risk }) => risk),
    Uint8Array.from(examples, ({ outcome }) => outcome),
    thresholds
  )
  const chart = (points: typeof decision, limit: number) =>
    decisionCurveChart(
      benefitPoints(
        { document: { validation: { decision: points }, test }, hash: 'a1' } as unknown as Parameters<
          typeof benefitPoints
        >[0],
        provenance,
        undefined
      ),
      format(limit)
    )

  /** What somebody works out: all numbers of events and others above a threshold with this net benefit. */
  function workedOut(threshold: number, perThousand: number): readonly (readonly [number, number])[] {
    const odds = threshold / (1 - threshold)
    return Array.from({ length: test.rows - test.events + 1 }, (_, others) => {
      const events = (perThousand / 1000) * test.rows + others * odds
      return [Math.round(events), others, Math.abs(events - Math.round(events))] as const
    }).flatMap(([events, others, off]) =>
      off < 1e-6 && events >= 0 && events <= test.events ? [[events, others] as const] : []
    )
  }

  it('tells whom few more would be chosen by the next threshold', () => {
    const exact = decision.find(({ threshold }) => threshold === 0.15)!
    expect(workedOut(0.15, exact.model * 1000)).toContainEqual([56, 126])
  })

  it('leaves without points that tell few people, by themselves or with another one', () => {
    const texts = chart(decision, 10).table.rows.map(([, model]) => model!.text)
    // Four with the event are between 15% and 20%, nobody without it between 30% and 40%, and six without it are above 40%.
    expect(texts.map((text) => text === 'suppressed')).toEqual([false, false, true, true, true])
    const model = chart(decision, 10)
    expect(JSON.stringify(model.table)).not.toContain(String(decision[4]!.model * 1000))
    expect(model.sentence).toContain('of 2 thresholds')
    const hidden = decision.map((point, place) => (place < 2 ? point : { ...point, model: 0.5 }))
    const scene = (points: typeof decision) => JSON.stringify(chart(points, 10).scene(tokens, size))
    expect(scene(hidden)).toBe(scene(decision))
    expect(chart(decision, 0).table.rows.every(([, each]) => each!.text !== 'suppressed')).toBe(true)
  })

  it('that leaves is entered in the register with whom each threshold chooses, and without points of counts that must not leave', () => {
    const asked: PublishedCount[] = []
    const leaving = (isHidden: (count: PublishedCount) => boolean): FigureRelease => ({
      dataOf: (snapshot) => snapshot,
      hides: () => false,
      hidesCount: (count) => (asked.push(count), isHidden(count))
    })
    const model = {
      document: {
        asOf: 20_000,
        title: 'Model',
        data: { people: 900 },
        train: test,
        test,
        outcome: { id: 'readmitted' },
        validation: { decision, subgroups: [] }
      },
      hash: 'a1b2'
    } as unknown as Parameters<typeof benefitPoints>[0]
    const texts = (release: FigureRelease) =>
      decisionCurveChart(benefitPoints(model, provenance, release), format(10)).table.rows.map(([, each]) => each!.text)
    const open = texts(leaving(() => false))
    expect(open[0]).not.toBe('suppressed')
    const first = asked.filter(({ where }) => where[0]?.values.length === thresholds.length)
    expect(first.map(({ of, count }) => [of.endsWith('/events'), count])).toEqual([
      [false, 332],
      [true, 86]
    ])
    // Whoever is chosen by a higher threshold is chosen by a lower one, which the register can tell.
    const second = asked.find(({ where }) => where[0]?.values.length === thresholds.length - 1)!
    expect(first[0]!.where[0]!.values).toEqual(expect.arrayContaining([...second.where[0]!.values]))
    const hidden = texts(leaving(({ count, of }) => count === 86 && of.endsWith('/events')))
    expect([hidden[0], hidden[1]]).toEqual(['suppressed', open[1]])
  })

  it('of a model that does not say whom it chooses leaves without its points', () => {
    const older = decision.map(({ chosen: _, ...point }) => point)
    expect(chart(older, 10).table.rows.every(([, each]) => each!.text === 'suppressed')).toBe(true)
    expect(chart(older, 10).sentence).toContain('is suppressed')
  })
})

describe('bars of counts', () => {
  it('have the scale of what is shown, whatever is withheld', () => {
    const parts = [100, 60].map((count) => figure(count, 'people'))
    for (const few of [3, 9]) {
      const all = [figure(few, 'people'), ...parts]
      expect([...barShares(all, 'sum', format(10)).values()]).toEqual([100 / 160, 60 / 160])
      const hidden = withSuppressed(format(10), new Set([parts[0]!]))
      expect([...barShares(all, 'largest', hidden).values()]).toEqual([1])
    }
    expect([...barShares(parts, 'largest', format()).values()]).toEqual([1, 0.6])
  })
})

describe('what is tried and planned from a rate', () => {
  /** A measure of which so many meet it. */
  const measure = (met: number, source: 'measure' | 'entered' = 'measure'): StarRow => ({
    code: 'C01',
    title: 'Screening',
    domain: '',
    part: 'C',
    weight: 1,
    unit: 'percent',
    decimals: 0,
    better: 'higher',
    cutPoints: [50, 60, 70, 80],
    dataPeriod: '2026',
    source,
    rate: 'key',
    rateTitle: 'Screening',
    figure: share(met, 40),
    score: Math.round((met / 40) * 100),
    stars: 3,
    unrated: undefined,
    estimate: undefined,
    projection: undefined,
    closures: 2,
    available: 12,
    triedScore: 71,
    triedStars: 4,
    next: { score: 70, people: 4 },
    note: undefined
  })
  const texts = (row: StarRow, limit: number) => whatIfTable([row], format(limit)).rows[0]!.map(({ text }) => text)

  it('tells no score, stars or people to the next star of a rate that is withheld', () => {
    expect(texts(measure(25), 10)).toEqual([
      'C01 Screening',
      '1',
      '63',
      '3',
      expect.any(String),
      '2',
      '71',
      '4',
      '4',
      '2026'
    ])
    const hidden = whatIfTable([measure(33)], format(10))
    expect(hidden.rows[0]!.map(({ text }) => text)).toEqual([
      ...[
        'C01 Screening',
        '1',
        'suppressed',
        'suppressed',
        '',
        'suppressed',
        'suppressed',
        'suppressed',
        'suppressed',
        '2026'
      ]
    ])
    expect(JSON.stringify(hidden)).not.toMatch(/83|"value":4/)
    expect(texts(measure(33, 'entered'), 10)[2]).toBe('83')
  })

  it('tells no contacts, hours or target of a rate that is withheld', () => {
    const plan = (met: number) => {
      const needed = neededFor(share(met, 40), 90, 'increase')
      const made = planCapacity({
        needed,
        closable: 20,
        weeks: 10,
        contactMinutes: 20,
        closing: [0.3, 0.5],
        attempts: 3,
        productiveHours: 30,
        visits: undefined,
        visitMinutes: 30
      })
      const row = { title: 'Screening', rate: share(met, 40), eligible: figure(40, 'people'), closable: 20 }
      return shownPlan(row, made, { needed, target: 90, until: 'Dec 31, 2026' }, format(10))
    }
    expect(plan(25)).toMatchObject({ isWithheld: false, subtitle: expect.stringContaining('90') as string })
    expect(plan(25).facts.length).toBeGreaterThan(4)
    expect(plan(33)).toEqual({
      isWithheld: true,
      subtitle: undefined,
      facts: [{ term: 'Rate now', text: 'suppressed' }]
    })
  })
})
