import { resultTable } from '../../interchange/result-table.ts'
import type { ExportTable } from '../../interchange/export-table.ts'
import type { SqlValue } from '../../sql/column-cells.ts'
import type { View } from '../../panels/view.ts'
import { isoOfDay } from '../iso-day.ts'
import { measurePanel } from '../measure-panel.ts'
import type { QualityParams, ScorecardRow, WorklistQuery } from '../panels.ts'
import type { QualityInput } from '../quality-input.ts'
import { ratesOf, type Rate } from '../rate.ts'
import { statusLabels } from '../rate-status.ts'
import { scorecardRow } from '../scorecard.ts'
import type { StarTable } from '../stars/star-table.ts'
import { starsPanel } from '../stars-panel.ts'
import { worklistPanel } from '../worklist.ts'
import { isSmallCell, suppressedCells } from './suppress.ts'

/** A column of a report with its meaning. */
type Column = readonly [name: string, description: string]

/** Where all figures of a report come from, in one line. */
export function sourceText(view: View): string {
  const { label } = view.store.snapshot
  const filters = view.filters.map(({ dimension, values, exclude }) => {
    const found = view.population.dimension(dimension)
    const labels = values.map((value) => found.values.find((one) => one.value === value)?.label ?? value)
    return `${found.label} ${exclude === true ? 'not ' : ''}${labels.join(' or ')}`
  })
  const people = filters.length === 0 ? 'everybody' : filters.join('; ')
  return `Snapshot ${label}, as of ${isoOfDay(view.asOf)}, people: ${people}`
}

function table(
  view: View,
  name: string,
  description: string,
  columns: readonly Column[],
  rows: readonly (readonly SqlValue[])[]
): ExportTable {
  const made = resultTable(
    { columns: columns.map(([title]) => title), rows },
    { name, description, source: sourceText(view) }
  )
  return { ...made, columns: made.columns.map((column, at) => ({ ...column, description: columns[at]![1] })) }
}

const scorecardColumns: readonly Column[] = [
  ['Measure', 'Title of the measure and rate.'],
  ['Rate id', 'Measure and group.'],
  ['Version', 'Version of the measure.'],
  ['Period start', 'First day measured.'],
  ['Period end', 'Last day measured.'],
  ['Better', 'Which way is better.'],
  ['Rate', 'Numerator by eligible; from source data alone.'],
  ['Low', 'Lower end of the 95 % interval (Wilson).'],
  ['High', 'Upper end of the 95 % interval (Wilson).'],
  ['Rate with evidence', 'With supplemental evidence that holds.'],
  ['Numerator', 'Cases in the numerator.'],
  ['Eligible', 'Denominator less exclusions and exceptions.'],
  ['Denominator', 'Cases in the denominator.'],
  ['Exclusions', 'Cases excluded.'],
  ['Exceptions', 'Cases excepted.'],
  ['Open', 'People with something left to do.'],
  ['Target', 'Target that is set here.'],
  ['To target', 'Fewest people to the target.'],
  ['Star measure', 'Measure of the Stars table.'],
  ['Stars', 'Stars by the cut points, score rounded first.'],
  ['To next star', 'Fewest people to the next star.'],
  ['Points on last year', 'Change against the same period of the year before.']
]

function scorecardCells(row: ScorecardRow, hidden: boolean): readonly SqlValue[] {
  const { rate, adjusted, target, star } = row
  const shown = <T>(value: T | undefined): T | null => (hidden ? null : (value ?? null))
  return [
    row.title,
    row.key,
    row.version ?? null,
    row.period.start,
    row.period.end,
    row.improvement.direction === 'increase' ? 'higher' : 'lower',
    hidden ? 'kept back: small group' : (rate.value ?? null),
    shown(rate.interval?.low),
    shown(rate.interval?.high),
    shown(adjusted?.value),
    shown(row.numerator.value),
    shown(row.eligible.value),
    shown(row.denominator.value),
    shown(row.exclusions.value),
    shown(row.exceptions.value),
    shown(row.open.value),
    target?.value ?? null,
    shown(target?.people),
    star?.code ?? null,
    shown(star?.stars),
    shown(star?.next?.people),
    shown(row.versusLastYear)
  ]
}

/** Rates that a report is about: those of some keys, or all. */
export function chosenRates(input: QualityInput, keys: readonly string[] | undefined): readonly Rate[] {
  return ratesOf(input).filter(({ key }) => keys === undefined || keys.length === 0 || keys.includes(key))
}

/** The scorecard as a table. */
export function scorecardTable(
  view: View,
  input: QualityInput,
  rates: readonly Rate[],
  stars: StarTable | undefined,
  limit: number
): ExportTable {
  const rows = rates.map((rate) => {
    const row = scorecardRow(view, input, rate, stars)
    const { numerator = 0, denominator = 0 } = row.rate
    return scorecardCells(row, limit > 0 && isSmallCell({ numerator, denominator }, limit))
  })
  return table(view, 'Scorecard', 'All rates of the people in view.', scorecardColumns, rows)
}

/** Rates by payer, plan, practice, provider, age, sex, race and ethnicity. */
export function breakdownTable(view: View, input: QualityInput, rates: readonly Rate[], limit: number): ExportTable {
  const rows = rates
    .filter(({ definition }) => definition.scoring === 'proportion')
    .flatMap((rate) =>
      measurePanel(view, input, rate, undefined).groups.flatMap(({ label, rows: groups }) => {
        const cells = groups.map(({ figure }) => ({
          numerator: figure.numerator ?? 0,
          denominator: figure.denominator ?? 0
        }))
        const hidden = suppressedCells(cells, limit)
        return groups.map(({ label: value, figure }, at): readonly SqlValue[] =>
          hidden[at] === true
            ? [rate.title, label, value, null, null, null, null, null, 'kept back: small group']
            : [
                rate.title,
                label,
                value,
                figure.value ?? null,
                figure.interval?.low ?? null,
                figure.interval?.high ?? null,
                figure.numerator ?? null,
                figure.denominator ?? null,
                null
              ]
        )
      })
    )
  return table(
    view,
    'By group',
    'Each rate for the people of one value.',
    [
      ['Measure', 'Title of the measure and rate.'],
      ['By', 'What people are divided by.'],
      ['Group', 'The value.'],
      ['Rate', 'Numerator by eligible.'],
      ['Low', 'Lower end of the 95 % interval (Wilson).'],
      ['High', 'Upper end of the 95 % interval (Wilson).'],
      ['Numerator', 'Cases in the numerator.'],
      ['Eligible', 'Denominator less exclusions and exceptions.'],
      ['Note', 'Why a cell is empty.']
    ],
    rows
  )
}

/** Stars by measure. */
export function starsTable(view: View, input: QualityInput, stars: StarTable): ExportTable {
  const panel = starsPanel(view, input, { table: stars.id, closures: {}, scores: {} })
  const { overall, partC, partD } = panel.now
  const main = overall ?? partC ?? partD
  const words =
    main === undefined
      ? 'No measure has a score.'
      : `Weighted mean ${main.mean.toFixed(6)} of ${main.measures} measures, reward factor ${main.rewardFactor.toFixed(1)}, rating ${main.rating.toFixed(1)}.`
  return table(
    view,
    'Stars',
    `${stars.title}, cut points of ${stars.source.publisher}. ${words}`,
    [
      ['Code', 'Code of the measure.'],
      ['Measure', 'Title in the table.'],
      ['Weight', 'Weight in the rating.'],
      ['Score', 'Rounded as it is compared.'],
      ['Stars', 'By the cut points.'],
      ['2 stars from', 'Cut point.'],
      ['3 stars from', 'Cut point.'],
      ['4 stars from', 'Cut point.'],
      ['5 stars from', 'Cut point.'],
      ['To next star', 'Fewest people.'],
      ['Note', 'How the rate differs from the official measure.']
    ],
    panel.rows.map((row) => [
      row.code,
      row.title,
      row.weight,
      row.score ?? null,
      row.stars ?? null,
      ...row.cutPoints,
      row.next?.people ?? null,
      row.note ?? null
    ])
  )
}

/** What every rate means, and on which content and data it was computed. */
export function definitionTable(view: View, rates: readonly Rate[]): ExportTable {
  return table(
    view,
    'Provenance',
    'What each rate means and what it was computed from.',
    [
      ['Measure', 'Title.'],
      ['Address', 'Canonical address of the measure.'],
      ['Version', 'Version of the measure.'],
      ['Steward', 'Who keeps it.'],
      ['Meaning', 'In plain words.'],
      ['Disclaimer', 'What it is not.'],
      ['Sources', 'Cited sources.'],
      ['Content', 'SHA-256 over the measure, its libraries and value sets.'],
      ['Snapshot', 'Id of the data.'],
      ['Period start', 'First day measured.'],
      ['Period end', 'Last day measured.'],
      ['Time zone', 'In which days are counted.'],
      ['Records', 'How records get their role: by what they say, or by their profile.'],
      ['Computed', 'When the measure was run, UTC.'],
      ['Problems', 'Patients whose evaluation failed in part.']
    ],
    rates.map(({ title, measure, run }) => [
      title,
      run.key.measure,
      run.key.version ?? null,
      measure.steward,
      measure.text,
      measure.disclaimer,
      measure.sources.map((one) => [one.title, one.url].filter((part) => part !== undefined).join(' ')).join('; '),
      run.key.content,
      run.key.snapshot,
      run.key.period.start,
      run.key.period.end,
      run.key.zone,
      run.key.policy,
      new Date(run.ranAt).toISOString(),
      run.problems.length
    ])
  )
}

/** Everything open and closed, a row per person and rate; as many rows as the query finds. */
export function worklistTable(
  view: View,
  input: QualityInput,
  query: WorklistQuery,
  revealed: boolean,
  entries: readonly number[] | undefined
): ExportTable {
  const params: QualityParams<'worklist'> = {
    query,
    sort: { column: 'actBy', descending: false },
    offset: 0,
    limit: Number.MAX_SAFE_INTEGER,
    revealed
  }
  const chosen = entries === undefined ? undefined : new Set(entries)
  const rows = worklistPanel(view, input, params).rows.filter(({ entry }) => chosen === undefined || chosen.has(entry))
  const day = (value: number | undefined): string | null => (value === undefined ? null : isoOfDay(value))
  return table(
    view,
    'Worklist',
    revealed ? 'People and what they need.' : 'People and what they need; names are hidden.',
    [
      ['Patient', 'Id of the Patient.'],
      ['Name', 'Given and family name.'],
      ['Age', 'Completed years.'],
      ['Sex', 'As recorded.'],
      ['Measure', 'Title of the measure and rate.'],
      ['Status', 'Open, due soon, no data, closed, excluded or not applicable.'],
      ['Why', 'What there is, and what is missing.'],
      ['What closes it', 'By the measure.'],
      ['Act by', 'Last day on which that counts.'],
      ['Next visit', 'First planned encounter.'],
      ['Last visit', 'Last encounter that took place.'],
      ['Provider', 'Whom the person is assigned to.'],
      ['Practice', 'Where the person belongs.'],
      ['Payer', 'Who pays.'],
      ['Owner', 'Who takes care of it.'],
      ['Outreach', 'How often somebody was contacted.'],
      ['Last outreach', 'When last.']
    ],
    rows.map((row) => [
      row.id,
      row.name,
      row.age ?? null,
      row.sex,
      row.title,
      statusLabels[row.status],
      row.why,
      row.closes,
      day(row.actBy),
      day(row.nextVisit),
      day(row.lastVisit),
      row.provider,
      row.practice,
      row.payer,
      row.owner ?? null,
      row.outreach.count,
      row.outreach.last ?? null
    ])
  )
}
