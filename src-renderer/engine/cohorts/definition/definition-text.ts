import { orList } from '#shared/messages/list-text.ts'
import { engineCohortsDefinitionMessages as m } from '#messages/engine/cohorts/definition.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { unitSuffix } from '../../base/fhir/unit-text.ts'
import type { CohortNode, GroupType, IndexEvent } from './cohort-definition.ts'
import type { Criterion, CriterionOf, EventDomain, EventQuery, TimeOffset, ValueTest, Window } from './criteria.ts'

/** Titles of what definitions refer to by id; the id where there is none. */
export interface CohortNames {
  list(id: string): string
  dimension(id: string): string
  value(dimension: string, value: string): string
  /** With the months that it is of, and its unit, which may be ''. */
  number(id: string): { readonly label: string; readonly unit: string }
  registry(id: string): string
  measure(id: string): string
  cohort(id: string): string
  service(value: string): string
}

const nouns: Readonly<Record<EventDomain, readonly [one: string, many: string]>> = {
  condition: ['diagnosis', 'diagnoses'],
  procedure: ['procedure', 'procedures'],
  drug: [m.prescriptionOrPharmacyClaim, m.prescriptionsOrPharmacyClaims],
  immunization: ['immunization', 'immunizations'],
  result: ['result', 'results'],
  encounter: ['encounter', 'encounters'],
  claim: ['claim', 'claims']
}

/** How a group is introduced. */
const groupTitles: Readonly<Record<GroupType, string>> = {
  all: m.allOfThese,
  any: m.anyOfThese,
  none: m.noneOfThese
}

const MOST_NAMED = 3

function listText(texts: readonly string[]): string {
  if (texts.length <= MOST_NAMED) return orList(texts)
  return m.textsOrTextsMore(texts.slice(0, MOST_NAMED).join(', '), texts.length - MOST_NAMED)
}

function amountText(value: number, unit: string): string {
  return `${value}${unitSuffix(unit)}`
}

/** A comparison in words, such as `below 9%`. */
function valueText({ comparison, value, to, unit }: ValueTest): string {
  const amount = (number: number): string => amountText(number, unit)
  switch (comparison) {
    case '<':
      return `below ${amount(value)}`
    case '<=':
      return m.ofOrLess(amount(value))
    case '>':
      return `above ${amount(value)}`
    case '>=':
      return m.ofOrMore(amount(value))
    case '=':
      return m.ofExactlyAmount(amount(value))
    case 'between':
      return m.fromValueToAmount(value, amount(to ?? value))
  }
}

/** An event in words, without its time. */
function eventText(event: EventQuery, names: CohortNames, many: boolean): string {
  const { domain, codes = {}, sources, value, services = [] } = event
  const noun = nouns[domain][many ? 1 : 0]
  const titles = [
    ...(codes.lists ?? []).map((id) => names.list(id)),
    ...(codes.codes ?? []).map(({ code, display = '', match }) =>
      display === '' ? `${code}${match === 'prefix' ? '*' : ''}` : display
    )
  ]
  const named = listText(titles)
  const about = titles.length === 0 ? '' : domain === 'encounter' ? ` (${named})` : ` of ${named}`
  const kinds = services.length === 0 ? '' : ` for ${listText(services.map((each) => names.service(each)))}`
  const test = value === undefined ? '' : `, ${valueText(value)}`
  const from = sources?.length === 1 ? (sources[0] === 'chart' ? m.inTheChart : m.onClaims) : ''
  return `${noun}${kinds}${about}${test}${from}`
}

function offsetText({ amount, unit }: TimeOffset): string {
  const size = Math.abs(amount)
  return `${size} ${size === 1 ? unit.slice(0, -1) : unit}`
}

/** A window in words, with a space in front; '' where any time counts. */
function windowText(window: Window | undefined): string {
  if (window === undefined) return ''
  if (window.type === 'dates') {
    const { from, to } = window
    if (from !== undefined && to !== undefined) return m.fromFromToTo(from, to)
    return from === undefined ? (to === undefined ? '' : m.upToTo(to)) : m.onOrAfter(from)
  }
  const { from, to } = window
  const anchor = window.anchor === 'index' ? m.theIndexDate : m.theAsOfDate
  const start = from?.amount ?? Number.NEGATIVE_INFINITY
  const end = to?.amount ?? 0
  if (from !== undefined && start < 0 && end === 0) return m.inTheUpTo(offsetText(from), anchor)
  if (from !== undefined && start < 0 && to !== undefined && end < 0)
    return m.fromToBefore(offsetText(from), offsetText(to), anchor)
  if (from !== undefined && start < 0 && to !== undefined)
    return m.fromBeforeToAfter(offsetText(from), offsetText(to), anchor)
  if (from !== undefined && to !== undefined)
    return start === 0 ? m.inTheFromOn(offsetText(to), anchor) : m.fromToAfter(offsetText(from), offsetText(to), anchor)
  if (from !== undefined) return m.fromAnchorOn(anchor)
  if (to === undefined || end === 0) return m.upToTo(anchor)
  return end < 0 ? m.moreThanBefore(offsetText(to), anchor) : m.upToAfter(offsetText(to), anchor)
}

/** An index event in words. */
export function indexText({ pick, event, when }: IndexEvent, names: CohortNames): string {
  return m.firstEventWhen(pick === 'first', eventText(event, names, false), windowText(when))
}

function anchorText(anchor: 'as-of' | 'index'): string {
  return anchor === 'index' ? m.onTheIndexDate : m.onTheAsOfDate
}

function sequenceText(criterion: CriterionOf<'sequence'>, names: CohortNames): string {
  const { first, firstWhen, then, minimumDays = 0, maximumDays } = criterion
  const lag =
    maximumDays === undefined
      ? minimumDays === 0
        ? m.onTheSameDayOrLater
        : m.daysLaterOrMore(minimumDays)
      : minimumDays === 0
        ? m.withinDaysAfter(maximumDays)
        : m.toDaysLater(minimumDays, maximumDays)
  return sentenceCase(
    m.firstFirstWhenThenThenLag(
      eventText(first, names, false),
      windowText(firstWhen),
      eventText(then, names, false),
      lag
    )
  )
}

function ageText({ from, to, at }: CriterionOf<'age'>): string {
  const range =
    from !== undefined && to !== undefined
      ? m.fromToTo(from, to)
      : from !== undefined
        ? m.fromOrOver(from)
        : to !== undefined
          ? m.toOrUnder(to)
          : m.known
  return m.ageRange(range, anchorText(at))
}

function numberText({ number, from, below, missing }: CriterionOf<'number'>, names: CohortNames): string {
  const { label, unit } = names.number(number)
  if (missing === true) return m.noResult(label)
  if (from !== undefined && below !== undefined) return m.toUnder(label, from, amountText(below, unit))
  if (from !== undefined) return m.orMore(label, amountText(from, unit))
  return below === undefined ? m.nameAny(label) : m.nameUnderBelow(label, amountText(below, unit))
}

/** A criterion or a group in plain words. */
export function nodeText(node: CohortNode, names: CohortNames): string {
  if (!('criteria' in node)) return criterionText(node, names)
  const inner = node.criteria.map((each) => nodeText(each, names))
  return inner.length === 0 ? groupTitles[node.type] : `${groupTitles[node.type]}: ${inner.join('; ')}`
}

/** The same for a place where the criteria of a group stand by themselves: only how they go together. */
export function nodeTitle(node: CohortNode, names: CohortNames): string {
  return 'criteria' in node ? groupTitles[node.type] : criterionText(node, names)
}

function criterionText(criterion: Criterion, names: CohortNames): string {
  switch (criterion.type) {
    case 'event': {
      const { event, days = 1, when } = criterion
      const text = eventText(event, names, days > 1)
      return days > 1
        ? m.atLeastOnDifferentDays(days, text, windowText(when))
        : `${sentenceCase(text)}${windowText(when)}`
    }
    case 'sequence':
      return sequenceText(criterion, names)
    case 'age':
      return ageText(criterion)
    case 'filter': {
      const values = criterion.values.map((value) => names.value(criterion.dimension, value))
      return m.dimensionNotValues(
        names.dimension(criterion.dimension),
        criterion.exclude === true,
        values.length === 0 ? m.nothingChosen : listText(values)
      )
    }
    case 'number':
      return numberText(criterion, names)
    case 'enrollment': {
      const { months, at, gapMonths = 0, benefit } = criterion
      const gap = gapMonths === 0 ? '' : m.withAtMostWithoutCoverage(gapMonths)
      return m.inEachOfTheMonthsUp(
        benefit === undefined ? m.covered : m.benefitBenefit(sentenceCase(benefit)),
        months,
        at === 'index',
        gap
      )
    }
    case 'measure':
      return `${names.measure(criterion.measure)}: ${{ denominator: m.inTheDenominator, numerator: m.numeratorMet, gap: m.openGap }[criterion.population]}`
    case 'registry':
      return criterion.firstRecorded === undefined
        ? m.inTheRegistry(names.registry(criterion.registry))
        : m.inTheRegistryFirstRecorded(names.registry(criterion.registry), windowText(criterion.firstRecorded))
    case 'cost':
      return m.atLeastPaidInTheMonths(criterion.atLeast.toLocaleString(activeLocale), criterion.months)
    case 'cohort':
      return m.outsideTheCohortCohort(criterion.exclude === true, names.cohort(criterion.cohort))
    case 'people':
      return m.oneOfListedPeople(criterion.ids.length)
  }
}
