import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import { nouns } from '#messages/nouns.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { Unit } from '#engine/base/figures/figure.ts'
import type { Format } from '../ui/format/format.ts'
import type { TableCell, TableData } from '../ui/copy/delimited.ts'
import type { FigureView } from './base/figure-view.ts'

/** A value of a figure, by what it is of. */
interface NamedFigure {
  readonly key: string
  readonly label: string
  readonly figure: Figure
}

/** One value as it was known, as it is known now for the same day, and as it is on the later day. */
export interface ComparedValue {
  readonly key: string
  readonly label: string
  /** From the earlier snapshot, on its day. */
  readonly then: Figure | undefined
  /** From the present data, on the same day. */
  readonly now: Figure | undefined
  /** From the present data, on the later day. */
  readonly later: Figure | undefined
}

/** The values of a figure: those of its marks, of its key figure, or of the rows of its table. */
function namedFigures(view: FigureView | undefined): readonly NamedFigure[] {
  if (view === undefined) return []
  if (view.keyFigure !== undefined)
    return [{ key: view.keyFigure.id, label: view.keyFigure.label, figure: view.keyFigure.figure }]
  if (view.model !== undefined) {
    const marks = view.model.marks.flatMap(({ key, title, figure }) =>
      figure === undefined ? [] : [{ key, label: title.replace(/, incomplete$/, ''), figure }]
    )
    if (marks.length > 0) return marks
  }
  return (view.table?.rows ?? []).flatMap((row, index) => {
    const figure = row.find((cell) => cell.figure !== undefined)?.figure
    const label = row[0]?.text ?? String(index)
    return figure === undefined ? [] : [{ key: label, label, figure }]
  })
}

/** Puts the values of a figure side by side, in the order of the later day; values that are gone come last. */
export function compareViews(
  then: FigureView | undefined,
  now: FigureView | undefined,
  later: FigureView | undefined
): readonly ComparedValue[] {
  const [before, same, after] = [then, now, later].map(
    (view) => new Map(namedFigures(view).map((named) => [named.key, named]))
  ) as [Map<string, NamedFigure>, Map<string, NamedFigure>, Map<string, NamedFigure>]
  const keys = new Set([...after.keys(), ...same.keys(), ...before.keys()])
  return [...keys].map((key) => ({
    key,
    label: (after.get(key) ?? same.get(key) ?? before.get(key))?.label ?? key,
    then: before.get(key)?.figure,
    now: same.get(key)?.figure,
    later: after.get(key)?.figure
  }))
}

/**
 * Whether the difference of two values of one day, by two snapshots, is of few people: those of whom data came late.
 * @param limit groups of 1 to so many people are withheld
 */
export function tellsLateData(then: Figure | undefined, now: Figure | undefined, limit: number): boolean {
  if (then === undefined || now === undefined) return false
  const countsOf = ({
    value,
    unit,
    people,
    numerator,
    numeratorUnit,
    denominator
  }: Figure): readonly (number | undefined)[] =>
    unit === 'people' ? [people ?? value] : [people, numeratorUnit === undefined ? numerator : undefined, denominator]
  const [before, after] = [countsOf(then), countsOf(now)]
  return before.some((count, place) => {
    const other = after[place]
    return count !== undefined && other !== undefined && isSmallCount(Math.abs(other - count), limit)
  })
}

/** How far one value is from another; undefined where one of them is missing or suppressed. */
function differenceOf(from: Figure | undefined, to: Figure | undefined, format: Format): number | undefined {
  if (from?.value === undefined || to?.value === undefined) return undefined
  if (format.figure(from).hidden || format.figure(to).hidden) return undefined
  return to.value - from.value
}

function differenceText(value: number, unit: Unit, format: Format): string {
  if (value === 0) return '0'
  const sign = value < 0 ? '\u2212' : '+'
  const size = Math.abs(value)
  return unit === 'proportion' ? m.signSizePp(sign, (size * 100).toFixed(1)) : `${sign}${format.value(size, unit)}`
}

function differenceCell(from: Figure | undefined, to: Figure | undefined, format: Format): TableCell {
  const value = differenceOf(from, to, format)
  const unit = to?.unit ?? from?.unit ?? 'number'
  return value === undefined ? { text: '–', value: '' } : { text: differenceText(value, unit, format), value }
}

function valueCell(figure: Figure | undefined, format: Format): TableCell {
  if (figure === undefined) return { text: '–', value: '' }
  const { text, hidden } = format.figure(figure)
  // The figure itself would open the rows of the data on the screens, whatever data it is of.
  return hidden || figure.value === undefined ? { text } : { text, value: figure.value }
}

/** Leaves out what was known then where it differs by few people from what is known now, which stays. */
function withoutLateData(format: Format): (value: ComparedValue) => ComparedValue & { readonly isTold: boolean } {
  return (value) => {
    const isTold = tellsLateData(value.then, value.now, format.smallCellLimit)
    return isTold ? { ...value, then: undefined, isTold } : { ...value, isTold }
  }
}

/** The days that are compared. */
export interface ComparedDays {
  readonly then: string
  readonly later: string
}

/** Compared values as a table: late data apart from change. */
export function comparedTable(
  values: readonly ComparedValue[],
  { then, later }: ComparedDays,
  format: Format
): TableData {
  return {
    columns: [
      { label: common.value, numeric: false },
      { label: m.asKnownThen(then), numeric: true },
      { label: m.lateData, numeric: true },
      { label: m.asKnownNow(then), numeric: true },
      { label: m.changeSince, numeric: true },
      { label: later, numeric: true }
    ],
    rows: values
      .map(withoutLateData(format))
      .map((each) => [
        { text: each.label },
        each.isTold ? { text: common.suppressed, withheld: true } : valueCell(each.then, format),
        differenceCell(each.then, each.now, format),
        valueCell(each.now, format),
        differenceCell(each.now, each.later, format),
        valueCell(each.later, format)
      ])
  }
}

/** What late data and what change came to, in a sentence for each. */
export function comparisonText(
  values: readonly ComparedValue[],
  { then, later }: ComparedDays,
  format: Format
): string {
  const sentence = (
    pairs: readonly (readonly [label: string, from: Figure | undefined, to: Figure | undefined])[],
    what: string,
    none: string
  ): string => {
    const known = pairs.flatMap(([label, from, to]) => {
      const value = differenceOf(from, to, format)
      return value === undefined ? [] : [{ label, value, unit: to?.unit ?? 'number' }]
    })
    const moved = known.filter(({ value }) => value !== 0)
    const [first] = moved.toSorted((left, right) => Math.abs(right.value) - Math.abs(left.value))
    if (known.length === 0) return ''
    if (first === undefined) return none
    return m.ofMostBy(
      what,
      format.count(moved.length),
      format.quantity(known.length, nouns.value),
      first.label,
      differenceText(first.value, first.unit, format)
    )
  }
  return [
    sentence(
      values.map(withoutLateData(format)).map(({ label, then: from, now }) => [label, from, now] as const),
      m.dataThatCameAfterTheEarlier,
      m.dataThatCameLaterChangedNothing(then)
    ),
    sentence(
      values.map(({ label, now, later: to }) => [label, now, to] as const),
      m.fromToThereAreChangesOf(then, later),
      m.fromToNothingChanged(then, later)
    )
  ]
    .filter((text) => text !== '')
    .join(' ')
}
