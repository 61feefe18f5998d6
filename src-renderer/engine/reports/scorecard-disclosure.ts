import type { Figure } from '../base/figures/figure.ts'
import type { CellSum, ReleaseCell } from '../base/privacy/release.ts'
import { isSmallFigure } from '../base/privacy/small-cells.ts'
import { isSmallCount } from '../base/privacy/small-count.ts'
import { suppressRelease } from '../base/privacy/suppress-release.ts'
import type { ScorecardRow } from '../measures/results/scorecard-result.ts'
import type { FigureRelease } from '../sharing/published/figure-release.ts'

/** Withholding a count that the rate is made of costs as much as so many others. */
const WORTH_OF_RATE = 3

/** What of a row of the scorecard is withheld. */
export interface WithheldOfRow {
  readonly numerator: boolean
  readonly eligible: boolean
  readonly denominator: boolean
  readonly exclusions: boolean
  readonly exceptions: boolean
  readonly toClose: boolean
  readonly tooLate: boolean
  /** The rate and all that is computed from it, such as its interval, its projection and its stars. */
  readonly rate: boolean
  readonly adjusted: boolean
}

/**
 * Which counts of a row are withheld: the small ones, and as few others as it takes so that nobody who sees the rest works one
 * out. The rate tells both who meets the measure and whom it is divided by, so that it is shown only with both. A count that
 * tells no small one stays: whom a rate is divided by is told where only those who meet the measure are few.
 * @param release says which figures must not leave for what left before
 */
export function withheldOfRow(row: ScorecardRow, limit: number, release: FigureRelease | undefined): WithheldOfRow {
  const isTold = (figure: Figure): boolean => release?.hides(figure) === true
  // Every figure is asked about, shown or not. A rate does not say which of its two counts must not leave.
  const rateIsTold = isTold(row.rate)
  const told: Told = {
    numerator: isTold(row.numerator) || rateIsTold,
    eligible: isTold(row.eligible) || rateIsTold,
    denominator: isTold(row.denominator),
    exclusions: isTold(row.exclusions),
    exceptions: isTold(row.exceptions)
  }
  const toCloseIsTold = isTold(row.toClose)
  const withheld = withheldPopulations(row, told, limit)
  const rate = withheld.numerator || withheld.eligible || (limit > 0 && isSmallFigure(row.rate, limit))
  const adjusted = rate || isEvidenceOfFew(row, limit)
  const hidesOpen = (count: number | undefined): boolean => isOpenOfFew(row, count, { rate, adjusted }, limit)
  const { value: toClose } = row.toClose
  const tooLate = row.adherence?.tooLate
  return {
    ...withheld,
    rate,
    adjusted,
    toClose: toCloseIsTold || hidesOpen(toClose),
    tooLate: hidesOpen(tooLate) || isSmallCount((toClose ?? 0) - (tooLate ?? 0), limit)
  }
}

type Told = Readonly<Record<'numerator' | 'eligible' | 'denominator' | 'exclusions' | 'exceptions', boolean>>

/** A count, and its place among the cells where it is not 0. */
interface Node {
  readonly count: number
  readonly place: number | undefined
}

/** The same for the populations alone. What one of them leaves of another must not be found either. */
function withheldPopulations(row: ScorecardRow, told: Told, limit: number): Told {
  const cells: ReleaseCell[] = []
  const sums: CellSum[] = []
  const nodeOf = (count: number, cell: Omit<ReleaseCell, 'count'>): Node => ({
    count,
    place: count === 0 ? undefined : cells.push({ ...cell, count }) - 1
  })
  const node = (of: keyof Told, worth = 1): Node => nodeOf(row[of].value ?? 0, { worth, sensitive: told[of] })
  // Where the counts are no parts of the total, such as those of a ratio, nothing follows from them.
  const divide = (total: Node, parts: readonly Node[]): void => {
    const count = parts.reduce((left, part) => left - part.count, total.count)
    if (count < 0 || total.place === undefined) return
    const rest = nodeOf(count, { unpublished: true })
    sums.push({ total: total.place, parts: [...parts, rest].flatMap(({ place }) => place ?? []) })
  }
  const nodes = {
    numerator: node('numerator', WORTH_OF_RATE),
    eligible: node('eligible', WORTH_OF_RATE),
    denominator: node('denominator'),
    exclusions: node('exclusions'),
    exceptions: node('exceptions')
  }
  divide(nodes.eligible, [nodes.numerator])
  divide(nodes.denominator, [nodes.eligible, nodes.exclusions, nodes.exceptions])
  const { status, exposed } = suppressRelease({ cells, sums }, limit)
  const isWithheld = (of: keyof Told): boolean => {
    const { place } = nodes[of]
    return told[of] || (place !== undefined && (exposed.length > 0 || status[place] !== 'shown'))
  }
  return {
    numerator: isWithheld('numerator'),
    eligible: isWithheld('eligible'),
    denominator: isWithheld('denominator'),
    exclusions: isWithheld('exclusions'),
    exceptions: isWithheld('exceptions')
  }
}

/** Whether few have evidence, or few do or do not meet the measure with it: the rate with evidence would tell how many. */
function isEvidenceOfFew({ rate, adjusted }: ScorecardRow, limit: number): boolean {
  if (adjusted === undefined) return false
  const change = Math.abs((adjusted.numerator ?? 0) - (rate.numerator ?? 0))
  return isSmallCount(change, limit) || (limit > 0 && isSmallFigure(adjusted, limit))
}

/**
 * Whether a count of people with something left to do is of few, or leaves few of those who do not meet the measure, such as
 * the dead. Where the rate is withheld it would nearly tell it.
 */
function isOpenOfFew(
  { rate, adjusted, basis, improvement }: ScorecardRow,
  count: number | undefined,
  withheld: Pick<WithheldOfRow, 'rate' | 'adjusted'>,
  limit: number
): boolean {
  if (count === undefined) return false
  if (withheld.rate || isSmallCount(count, limit)) return true
  // Cases and people do not add up.
  if (basis !== 'boolean') return false
  return [rate, ...(adjusted === undefined || withheld.adjusted ? [] : [adjusted])].some(
    ({ numerator = 0, denominator = 0 }) =>
      isSmallCount((improvement.direction === 'increase' ? denominator - numerator : numerator) - count, limit)
  )
}

/** Whether the stars of a row tell few people: those rated are fewer than those of the row. */
export function isOfFew({ star }: ScorecardRow, limit: number): boolean {
  return isSmallCount(star?.cases, limit)
}
