import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import { riskReport, riskReportText } from '#engine/risk/panels/risk-report.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { figuresIn, promisedCount } from '../panels/opened-rows.ts'
import { storeOf } from './hcc-people.ts'
import { asOf, oldPeople } from './old-people.ts'
import { populationOf } from '#engine/population/selection/population.ts'

const store = oldPeople()
const risk = openRisk(populationOf(store, shippedRegistries), shippedRisk)
const context = { asOf, filters: [] }

describe('figures of risk', () => {
  it.each(['summary', 'lists', 'hcc'] as const)('of the panel %s open as many people as they say', (name) => {
    const panel =
      name === 'summary'
        ? runRiskPanel(risk, name, context, {})
        : name === 'lists'
          ? runRiskPanel(risk, name, context, { window: 90, limit: 50, revealed: false })
          : runRiskPanel(risk, name, context, { model: 'cms-hcc-v28', year: 'before', limit: 50, revealed: false })
    const figures = figuresIn(panel).filter(({ figure }) => figure.rows !== undefined)
    expect(figures.length).toBeGreaterThan(1)
    const wrong = figures.flatMap(({ path, figure }) => {
      const opened = resolveRows(risk.population.shards[0]!, figure.rows!).length
      return opened === promisedCount(figure) ? [] : [{ path, opened, promised: promisedCount(figure) }]
    })
    expect(wrong).toEqual([])
  })

  it('count what was planted', () => {
    const summary = runRiskPanel(risk, 'summary', context, {})
    const charlson = summary.indices.find(({ id }) => id === 'charlson-2011')!
    expect(charlson.bands.map(({ count }) => count.value)).toEqual([12, 0, 12, 0])
    expect(charlson.groups.map(({ id, people }) => [id, people.value])).toEqual([
      ['chf', 12],
      ['diabwc', 12]
    ])
    const lace = summary.discharges.find(({ id }) => id === 'lace')!
    expect(lace.bands.reduce((sum, { discharges }) => sum + discharges, 0)).toBe(6)
    // Every discharge is in a band or has no score, whatever people are counted twice.
    for (const { bands, missing, discharges } of summary.discharges)
      expect(bands.reduce((sum, band) => sum + band.discharges, missing)).toBe(discharges.value)
    const pair = summary.pairs.find(({ first, second }) => `${first.id} ${second.id}` === 'diabetes heart-failure')!
    expect([pair.people.value, pair.expected, pair.lift.value]).toEqual([12, 6, 2])
    expect(summary.network.links.map(({ first, second }) => `${first} ${second}`)).toContain('diabetes heart-failure')
    expect(summary.network.links.every(({ lift }) => lift.interval!.low > 1)).toBe(true)
  })

  it('follow discharges by claims as far as claims have come in', () => {
    const iso = (on: number): string => new Date(on * 86_400_000).toISOString().slice(0, 10)
    // Each comes back once, ten days after the discharge; claims for first stays are made out 5 days after the service, others 75.
    const stays = Array.from({ length: 165 }, (_, index) => ({ who: `p${index}`, on: asOf - 500 + 3 * index })).flatMap(
      ({ who, on }) => [
        { id: `${who}-first`, who, on, made: on + 5 },
        { id: `${who}-back`, who, on: on + 13, made: on + 13 + 75 }
      ]
    )
    // The records begin long before the first of these stays.
    const old = { id: 'old', who: 'p0', on: asOf - 800, made: asOf - 795 }
    const known = [old, ...stays.filter(({ made }) => made <= asOf)]
    const claims = storeOf({
      patient: stays.map(({ who }) => ({ id: who, birth_date: '1950-01-01' })),
      explanation_of_benefit: known.map(({ id, who, on, made }) => ({
        id,
        patient_id: who,
        status: 'active',
        use: 'claim',
        outcome: 'complete',
        type: 'http://terminology.hl7.org/CodeSystem/claim-type|institutional',
        bill_type: '0111',
        billable_start: iso(on),
        billable_end: iso(on + 3),
        created: iso(made)
      })),
      explanation_of_benefit_item: known.map(({ id, who }) => ({
        explanation_of_benefit_id: id,
        patient_id: who,
        revenue_code: '0450'
      })),
      explanation_of_benefit_diagnosis: known.map(({ id, who }) => ({
        explanation_of_benefit_id: id,
        patient_id: who,
        sequence: 1,
        code: 'http://hl7.org/fhir/sid/icd-10-cm|I50.9'
      }))
    })
    const { discharges } = runRiskPanel(openRisk(populationOf(claims, []), shippedRisk), 'summary', context, {})
    const bands = discharges[0]!.bands.map(({ readmitted }) => readmitted)
    const sum = (read: (figure: Figure) => number | undefined): number =>
      bands.reduce((all, figure) => all + (read(figure) ?? 0), 0)
    // Discharges are followed where those who came back within 30 days would be known: 75 days before the end of the data.
    const last = Math.max(...known.map(({ on }) => on))
    const followed = known.filter(({ on }) => on + 3 > asOf - 365 && on + 3 <= last - 75 - 30)
    expect(sum(({ numerator }) => numerator)).toBe(followed.filter(({ id }) => id.endsWith('first')).length)
    expect(sum(({ denominator }) => denominator)).toBe(followed.length)
  })

  it('say why there is none', () => {
    const empty = openRisk(populationOf(storeOf({ patient: [{ id: 'a' }] }), shippedRegistries), shippedRisk)
    const summary = runRiskPanel(empty, 'summary', context, {})
    const missing = (figure: Figure): unknown => [figure.value, figure.missing]
    expect(missing(summary.indices[0]!.mean)).toEqual([undefined, 'the data contain no confirmed diagnosis'])
    expect(missing(summary.discharges[0]!.bands[0]!.people)).toEqual([undefined, 'no discharge in these 12 months'])
    const lists = runRiskPanel(empty, 'lists', context, { window: 30, limit: 10, revealed: false })
    expect(lists.highCost.missing).toBe('the data contain no claims')
    const hcc = runRiskPanel(empty, 'hcc', context, { model: 'cms-hcc-v28', year: 'now', limit: 9, revealed: false })
    expect(hcc.missing).toBe('the data contain no confirmed diagnosis')
    expect(hcc.keyFigures.map(({ figure }) => figure.value)).toEqual([0, undefined, undefined, undefined])
  })
})

describe('lists of risk', () => {
  it('name the diagnoses of last year to look for', () => {
    const { recapture } = runRiskPanel(risk, 'hcc', context, {
      model: 'cms-hcc-v28',
      year: 'before',
      limit: 3,
      revealed: false
    })
    // Twelve people with two categories each; heart failure of four of them is documented again.
    expect(recapture.total).toBe(20)
    expect(recapture.rows).toHaveLength(3)
    expect(recapture.rows[0]).toMatchObject({ hcc: 37, name: expect.stringMatching(/^•+$/) as string })
    expect(recapture.rows[0]!.evidence.map(({ text }) => text)).toEqual(['E11.22', 'E11.22'])
  })

  it('name the reasons of rising risk', () => {
    const { rising } = runRiskPanel(risk, 'lists', context, { window: 90, limit: 50, revealed: false })
    expect(rising.total).toBe(6)
    expect(rising.rows[0]!.reasons).toEqual(['1 inpatient stay in 90 days, 0 in the 90 before'])
    const narrow = runRiskPanel(risk, 'lists', context, { window: 30, limit: 50, revealed: false })
    expect(narrow.rising.total).toBe(0)
  })

  it('follow the filters', () => {
    const men = { asOf, filters: [{ dimension: 'sex', values: ['male'] }] }
    const { recapture } = runRiskPanel(risk, 'hcc', men, {
      model: 'cms-hcc-v28',
      year: 'before',
      limit: 3,
      revealed: false
    })
    expect(recapture.total).toBe(0)
  })
})

describe('the risk of a person', () => {
  it('has the codes behind each group and factor, and the parts of the last discharge', () => {
    const { indices, hcc, discharge } = runRiskPanel(risk, 'person', context, { patient: 0 })
    const charlson = indices.find(({ id }) => id === 'charlson-2011')!
    expect(charlson.groups).toEqual([
      { title: 'Congestive heart failure', points: 2, codes: ['I50.22'] },
      { title: 'Diabetes with chronic complication', points: 1, codes: ['E11.22'] }
    ])
    const before = hcc.find(({ model, serviceYear }) => model === 'CMS-HCC V28' && serviceYear === 2025)!
    expect(before.factors.find(({ id }) => id === 'HCC226')).toMatchObject({ coefficient: 0.36, codes: ['I5022'] })
    expect(discharge?.scores.map(({ title, points }) => [title, points])).toEqual([
      ['LACE', 5 + 3 + 5],
      ['HOSPITAL', undefined]
    ])
  })
})

describe('the report', () => {
  it('suppresses small counts, and others that would tell them', () => {
    const open = riskReport(risk, asOf, 0)
    expect(open.scores.find(({ id }) => id === 'charlson-2011')!.bands.map(({ value }) => value)).toEqual([
      12, 0, 12, 0
    ])
    expect(open.rising.map(({ people }) => people.value)).toEqual([0, 6])
    const closed = riskReport(risk, asOf, 10)
    expect(closed.rising.map(({ people }) => people)).toEqual([{ value: 0 }, { value: null, suppressed: true }])
    expect(closed.people).toBe(24)
    expect(riskReportText(closed)).toContain('over 90 days')
    const costly = { ...closed, highCost: { people: { value: 8 }, shareOfCost: { value: 0.5084 } } }
    expect(riskReportText(costly)).toContain('High cost: 8 people with 50.8% of the cost')
    // Half of a tenth is rounded as everywhere in the program, by the decimal that is meant, not by the binary one below it.
    const halfway = { ...closed, highCost: { people: { value: 8 }, shareOfCost: { value: 0.1235 } } }
    expect(riskReportText(halfway)).toContain('with 12.4% of the cost')
  })

  it('takes the last day with data where no date is named', () => {
    expect(riskReport(risk, undefined, 0).asOf).toBe('2026-08-30')
  })
})
