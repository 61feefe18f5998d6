import { chartsPartsMessages as m } from '#messages/charts/parts.ts'

/** Findings in one sentence, made from the figures by rules. They say what is, never why. */

interface Item {
  readonly label: string
  /** The value in words. */
  readonly text: string
  /** `undefined` when there is none or it is kept back. */
  readonly value: number | undefined
}

type Known = Item & { readonly value: number }

function known(items: readonly Item[]): Known[] {
  return items.filter((item): item is Known => item.value !== undefined)
}

/** Some may be withheld or cannot be computed, and could be more or less than all that are shown. */
function ofThose(items: readonly Item[]): string {
  return items.some(({ value }) => value === undefined) ? m.ofThoseThatAreShown : ''
}

/** For bars: the greatest, the next, and how many there are. */
export function describeLargest(items: readonly Item[], things: string): string {
  const [first, second] = known(items).toSorted((a, b) => b.value - a.value)
  if (first === undefined) return m.thereIsNothingToShowFor(things)
  const rest = second === undefined ? '' : m.thenWith(second.label, second.text)
  return m.hasTheMostWithInAll(ofThose(items), first.label, first.text, rest, items.length, things)
}

/** For dots: lowest and highest group, and everyone. */
export function describeGroups(items: readonly Item[], overall: string | undefined): string {
  const sorted = known(items).toSorted((a, b) => a.value - b.value)
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  const everyone = overall === undefined ? '' : ` Everyone: ${overall}.`
  if (lowest === undefined || highest === undefined) return m.noGroupHasAValue(everyone)
  if (lowest === highest) return `${lowest.label}: ${lowest.text}.${everyone}`
  const lead = ofThose(items)
  return m.withHighestWith(
    lead === '' ? m.lowest : m.leadLowest(lead),
    lowest.label,
    lowest.text,
    highest.label,
    highest.text,
    everyone
  )
}

/** The periods that a sentence is about: those that are over, or all where none is. */
export function completePeriods<T extends { readonly incomplete?: boolean }>(points: readonly T[]): readonly T[] {
  const complete = points.filter(({ incomplete }) => incomplete !== true)
  return complete.length === 0 ? points : complete
}

/** For a line: first and last value and the direction, with the highest where it is neither. */
export function describeTrend(subject: string, items: readonly Item[]): string {
  const points = known(items)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return m.noValuesInThisPeriod(subject)
  if (first === last) return m.inLabel(subject, last.text, last.label)
  const peak = points.reduce((best, point) => (point.value > best.value ? point : best))
  const verb = last.text === first.text ? m.theSame : last.value > first.value ? m.up : m.down
  const top = peak === last || peak === first ? '' : m.highestIn(peak.text, peak.label)
  return verb === 'the same'
    ? m.inAndIn(subject, last.text, first.label, last.label, top)
    : m.fromInToIn(subject, verb, first.text, first.label, last.text, last.label, top)
}

/** Joins sentences that may be empty. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ')
}
