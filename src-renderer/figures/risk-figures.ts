import type { HccPanel, RiskListsPanel, RiskSummaryPanel } from '#engine/risk/panels/risk-results.ts'
import { networkChart } from '../charts/kinds/network.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { figureCell } from '../charts/parts/figure-lines.ts'
import type { Format } from '../ui/format/format.ts'
import { emptyText, type FigureExtras, type FigureView } from './figure-view.ts'
import { peopleCell } from './people-cell.ts'
import { signedPoints } from './signed-points.ts'

type Build<T> = (value: T | undefined, format: Format, extras?: FigureExtras) => FigureView

/** The index that is shown when nobody chose another. */
export const FIRST_INDEX = 'charlson-2011'

/** The choice is the id of an index. */
const scores: Build<RiskSummaryPanel> = (value, format, { choice = FIRST_INDEX } = {}) => {
  const index = value?.indices.find(({ id }) => id === choice)
  const { diagnoses, coded } = value?.coded ?? { diagnoses: 0, coded: 0 }
  return {
    title: 'People by score',
    subtitle: index === undefined ? '' : `${index.title}, ${index.weights}`,
    caption: diagnoses === 0 ? '' : `${format.percent(coded / diagnoses)} of the diagnoses have a code of ICD-10.`,
    model:
      index &&
      barsChart(
        index.bands.map(({ value: key, label, count, share }) => ({ key, label, figure: count, share })),
        { heads: { label: 'Score', value: 'People' }, things: 'bands', parts: true },
        format
      ),
    provenance: index?.provenance,
    empty: emptyText(index?.missing)
  }
}

/** The choice is the id of an index. */
const diseases: Build<RiskSummaryPanel> = (value, format, { choice = FIRST_INDEX } = {}) => {
  const index = value?.indices.find(({ id }) => id === choice)
  return {
    title: 'Groups of diseases behind it',
    subtitle: 'People in view with each group; points at right',
    caption: 'A milder form does not count beside the severe one.',
    model:
      index &&
      barsChart(
        index.groups.map(({ id, title, points, people }) => ({
          key: id,
          label: title,
          figure: people,
          extra: { text: signedPoints(points), value: points }
        })),
        { heads: { label: 'Group', value: 'People', extra: 'Points' }, things: 'groups', parts: false },
        format
      ),
    provenance: index?.provenance,
    empty:
      emptyText(index?.missing) ??
      (index?.groups.length === 0 ? 'Nobody in view has a group of this index.' : undefined)
  }
}

const discharge =
  (id: 'lace' | 'hospital'): Build<RiskSummaryPanel> =>
  (value, format) => {
    const score = value?.discharges.find((each) => each.id === id)
    const [first] = score?.reasons ?? []
    const why = first === undefined ? '' : ` Most often: ${first.text}.`
    const none = score?.bands.every(({ people }) => people.value === undefined) === true
    return {
      title: id === 'lace' ? 'LACE at discharge' : 'HOSPITAL at discharge, Donzé 2013',
      subtitle: 'People by score; share of stays with an unplanned readmission at right',
      caption:
        score === undefined || score.missing === 0
          ? 'Discharges of the twelve months up to the date.'
          : `${format.quantity(score.missing, 'discharge has', 'discharges have')} no score.${why}`,
      model:
        score &&
        barsChart(
          score.bands.map(({ value: key, label, people, readmitted }) => ({
            key,
            label,
            figure: people,
            extra: figureCell(readmitted, format)
          })),
          { heads: { label: 'Score', value: 'People', extra: 'Stays readmitted' }, things: 'bands', parts: true },
          format
        ),
      provenance: score?.provenance,
      empty: none ? emptyText(score?.bands[0]?.people.missing ?? 'no discharge') : undefined
    }
  }

const tiers: Build<RiskSummaryPanel> = (value, format) => ({
  title: 'Tiers of chronic conditions',
  subtitle: 'People in view by the number of registries that they belong to',
  caption: '',
  model:
    value &&
    barsChart(
      value.tiers.rows.map(({ value: key, label, count, share }) => ({ key, label, figure: count, share })),
      { heads: { label: 'Chronic conditions', value: 'People' }, things: 'tiers', parts: true },
      format
    ),
  provenance: value?.tiers.provenance
})

const pairs: Build<RiskSummaryPanel> = (value, format) => ({
  title: 'Conditions that come together',
  subtitle: 'The most frequent pairs: people over those expected (lift); people at right',
  caption: 'Expected: if the two were independent. Not adjusted for age.',
  model:
    value &&
    barsChart(
      value.pairs.map(({ first, second, lift, people }) => ({
        key: `${first.id} ${second.id}`,
        label: `${first.title} with ${second.title.charAt(0).toLowerCase()}${second.title.slice(1)}`,
        figure: lift,
        extra: figureCell(people, format)
      })),
      { heads: { label: 'Conditions', value: 'Lift', extra: 'People' }, things: 'pairs', parts: false },
      format
    ),
  provenance: value?.pairsProvenance,
  empty: value?.pairs.length === 0 ? 'Nobody in view belongs to two registries.' : undefined
})

const network: Build<RiskSummaryPanel> = (value, format) => ({
  title: 'Network of conditions',
  subtitle: 'Joined where they come together more often than by chance: wider for more people, darker for more lift',
  caption:
    value === undefined
      ? ''
      : `Interval of the lift above 1; of ${format.count(value.network.compared)} pairs about ${format.count(Math.round(value.network.compared / 40))} would be by chance alone. Not adjusted for age.`,
  model: value && networkChart(value.network, format),
  provenance: value?.pairsProvenance,
  empty: value?.network.links.length === 0 ? 'No two conditions come together more often than by chance.' : undefined
})

/** The figures of scores and conditions, by the names that boards use. */
export const riskSummaryFigures = {
  scores,
  diseases,
  lace: discharge('lace'),
  hospital: discharge('hospital'),
  tiers,
  pairs,
  network
} as const

/** What the cost of people can be divided by. */
export const shownDrivers = ['service', 'condition', 'drug', 'facility'] as const
export type ShownDriver = (typeof shownDrivers)[number]

const driverText: Readonly<Record<ShownDriver, string>> = {
  service: 'Paid by type of service',
  condition: 'Paid by principal diagnosis of the claim',
  drug: 'Paid by drug of pharmacy claims',
  facility: 'Paid by facility or provider that billed'
}

const drivers: Build<RiskListsPanel> = (value, format, { choice } = {}) => {
  const kind = shownDrivers.find((each) => each === choice) ?? 'service'
  const shown = value?.highCost.drivers.filter((each) => each.kind === kind)
  return {
    title: 'What drives it',
    subtitle: `${driverText[kind]}; people at right`,
    caption: 'Of the people with the highest cost.',
    model:
      shown &&
      barsChart(
        shown.map(({ label, figure, people }) => ({
          key: label,
          label,
          figure,
          extra: peopleCell(people, format),
          filters: []
        })),
        { heads: { label: 'Driver', value: 'Paid', extra: 'People' }, things: 'drivers', parts: false },
        format
      ),
    provenance: value?.highCost.provenance,
    empty: emptyText(value?.highCost.missing) ?? (shown?.length === 0 ? 'No claim of these people says so.' : undefined)
  }
}

/** The figures of high cost, by the names that boards use. */
export const riskListFigures = { drivers } as const

const segments: Build<HccPanel> = (value, format) => ({
  title: 'Segments',
  subtitle: 'People by segment; mean raw score at right',
  caption: value === undefined ? '' : `Diagnoses of ${value.serviceYear}, payment year ${value.paymentYear}.`,
  model:
    value &&
    barsChart(
      value.segments.map(({ value: key, label, people, mean }) => ({
        key,
        label,
        figure: people,
        extra: figureCell(mean, format)
      })),
      { heads: { label: 'Segment', value: 'People', extra: 'Mean raw score' }, things: 'segments', parts: true },
      format
    ),
  provenance: value?.provenance,
  empty: emptyText(value?.missing)
})

const categories: Build<HccPanel> = (value, format) => ({
  title: 'Payment categories',
  subtitle: 'People with each; not yet documented this year at right',
  caption: 'After hierarchies.',
  model:
    value &&
    barsChart(
      value.categories.map(({ hcc, label, people, open }) => ({
        key: String(hcc),
        label: `${hcc} ${label}`,
        figure: people,
        extra: figureCell(open, format)
      })),
      {
        heads: { label: 'Category', value: 'People', extra: 'Not yet documented' },
        things: 'categories',
        parts: false
      },
      format
    ),
  provenance: value?.provenance,
  empty:
    emptyText(value?.missing) ?? (value?.categories.length === 0 ? 'Nobody in view has a payment category.' : undefined)
})

/** The figures of CMS-HCC, by the names that boards use. */
export const hccFigures = { segments, categories } as const
