import { unitText } from '../../base/fhir/unit-text.ts'
import type { CohortNode, GroupType, IndexEvent } from './cohort-definition.ts'
import type { Criterion, CriterionOf, EventDomain, EventQuery, TimeOffset, ValueTest, Window } from './criteria.ts'

/** Titles of what definitions refer to by id; the id where there is none. */
export interface CohortNames {
  list(id: string): string
  dimension(id: string): string
  value(dimension: string, value: string): string
  number(id: string): string
  registry(id: string): string
  measure(id: string): string
  cohort(id: string): string
  service(value: string): string
}

const nouns: Readonly<Record<EventDomain, readonly [one: string, many: string]>> = {
  condition: ['diagnosis', 'diagnoses'],
  procedure: ['procedure', 'procedures'],
  drug: ['prescription or pharmacy claim', 'prescriptions or pharmacy claims'],
  immunization: ['immunization', 'immunizations'],
  result: ['result', 'results'],
  encounter: ['encounter', 'encounters'],
  claim: ['claim', 'claims']
}

/** How a group is introduced. */
const groupTitles: Readonly<Record<GroupType, string>> = {
  all: 'All of these',
  any: 'Any of these',
  none: 'None of these'
}

const MOST_NAMED = 3

function listText(texts: readonly string[]): string {
  if (texts.length <= MOST_NAMED) return texts.join(' or ')
  return `${texts.slice(0, MOST_NAMED).join(', ')} or ${texts.length - MOST_NAMED} more`
}

/** A comparison in words, such as `below 9 %`. */
function valueText({ comparison, value, to, unit }: ValueTest): string {
  const name = unitText(unit)
  const amount = (number: number): string => `${number}${name === '' ? '' : ` ${name}`}`
  switch (comparison) {
    case '<':
      return `below ${amount(value)}`
    case '<=':
      return `of ${amount(value)} or less`
    case '>':
      return `above ${amount(value)}`
    case '>=':
      return `of ${amount(value)} or more`
    case '=':
      return `of exactly ${amount(value)}`
    case 'between':
      return `from ${value} to ${amount(to ?? value)}`
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
  const from = sources?.length === 1 ? (sources[0] === 'chart' ? ' in the chart' : ' on claims') : ''
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
    if (from !== undefined && to !== undefined) return ` from ${from} to ${to}`
    return from === undefined ? (to === undefined ? '' : ` up to ${to}`) : ` on or after ${from}`
  }
  const { from, to } = window
  const anchor = window.anchor === 'index' ? 'the index date' : 'the as-of date'
  const start = from?.amount ?? Number.NEGATIVE_INFINITY
  const end = to?.amount ?? 0
  if (from !== undefined && start < 0 && end === 0) return ` in the ${offsetText(from)} up to ${anchor}`
  if (from !== undefined && start < 0 && to !== undefined && end < 0)
    return ` from ${offsetText(from)} to ${offsetText(to)} before ${anchor}`
  if (from !== undefined && start < 0 && to !== undefined)
    return ` from ${offsetText(from)} before to ${offsetText(to)} after ${anchor}`
  if (from !== undefined && to !== undefined)
    return start === 0
      ? ` in the ${offsetText(to)} from ${anchor} on`
      : ` from ${offsetText(from)} to ${offsetText(to)} after ${anchor}`
  if (from !== undefined) return ` from ${anchor} on`
  if (to === undefined || end === 0) return ` up to ${anchor}`
  return end < 0 ? ` more than ${offsetText(to)} before ${anchor}` : ` up to ${offsetText(to)} after ${anchor}`
}

/** An index event in words. */
export function indexText({ pick, event, when }: IndexEvent, names: CohortNames): string {
  return `${pick === 'first' ? 'First' : 'Last'} ${eventText(event, names, false)}${windowText(when)}`
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function anchorText(at: 'as-of' | 'index'): string {
  return at === 'index' ? 'on the index date' : 'on the as-of date'
}

function sequenceText(criterion: CriterionOf<'sequence'>, names: CohortNames): string {
  const { first, firstWhen, then, minimumDays = 0, maximumDays } = criterion
  const lag =
    maximumDays === undefined
      ? minimumDays === 0
        ? 'on the same day or later'
        : `${minimumDays} days later or more`
      : minimumDays === 0
        ? `within ${maximumDays} days after`
        : `${minimumDays} to ${maximumDays} days later`
  return capitalized(
    `${eventText(first, names, false)}${windowText(firstWhen)}, then ${eventText(then, names, false)} ${lag}`
  )
}

function ageText({ from, to, at }: CriterionOf<'age'>): string {
  const range =
    from !== undefined && to !== undefined
      ? `${from} to ${to}`
      : from !== undefined
        ? `${from} or over`
        : to !== undefined
          ? `${to} or under`
          : 'known'
  return `Age ${range} ${anchorText(at)}`
}

function numberText({ number, from, below, missing }: CriterionOf<'number'>, names: CohortNames): string {
  const name = names.number(number)
  if (missing === true) return `${name}: no result`
  if (from !== undefined && below !== undefined) return `${name}: ${from} to under ${below}`
  if (from !== undefined) return `${name}: ${from} or more`
  return below === undefined ? `${name}: any` : `${name}: under ${below}`
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
        ? `At least ${days} ${text} on different days${windowText(when)}`
        : `${capitalized(text)}${windowText(when)}`
    }
    case 'sequence':
      return sequenceText(criterion, names)
    case 'age':
      return ageText(criterion)
    case 'filter': {
      const values = criterion.values.map((value) => names.value(criterion.dimension, value))
      return `${names.dimension(criterion.dimension)}: ${criterion.exclude === true ? 'not ' : ''}${values.length === 0 ? 'nothing chosen' : listText(values)}`
    }
    case 'number':
      return numberText(criterion, names)
    case 'enrollment': {
      const { months, at, gapMonths = 0, benefit } = criterion
      const gap = gapMonths === 0 ? '' : `, with at most ${gapMonths} without coverage`
      return `${benefit === undefined ? 'Covered' : `${capitalized(benefit)} benefit`} in each of the ${months} months up to ${at === 'index' ? 'the index date' : 'the as-of date'}${gap}`
    }
    case 'measure':
      return `${names.measure(criterion.measure)}: ${{ denominator: 'in the denominator', numerator: 'numerator met', gap: 'open gap' }[criterion.population]}`
    case 'registry':
      return criterion.firstRecorded === undefined
        ? `In the registry ${names.registry(criterion.registry)}`
        : `In the registry ${names.registry(criterion.registry)}, first recorded${windowText(criterion.firstRecorded)}`
    case 'cost':
      return `At least $${criterion.atLeast.toLocaleString('en-US')} paid in the ${criterion.months} months up to the as-of date`
    case 'cohort':
      return `${criterion.exclude === true ? 'Outside' : 'In'} the cohort ${names.cohort(criterion.cohort)}`
    case 'people':
      return `One of ${criterion.ids.length} listed ${criterion.ids.length === 1 ? 'person' : 'people'}`
  }
}
