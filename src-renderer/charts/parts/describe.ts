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
  return items.some(({ value }) => value === undefined) ? 'Of those that are shown, ' : ''
}

/** For bars: the greatest, the next, and how many there are. */
export function describeLargest(items: readonly Item[], things: string): string {
  const [first, second] = known(items).toSorted((a, b) => b.value - a.value)
  if (first === undefined) return `There is nothing to show for ${things}.`
  const rest = second === undefined ? '' : `, then ${second.label} with ${second.text}`
  return `${ofThose(items)}${first.label} has the most with ${first.text}${rest}; ${items.length} ${things} in all.`
}

/** For dots: lowest and highest group, and everyone. */
export function describeGroups(items: readonly Item[], overall: string | undefined): string {
  const sorted = known(items).toSorted((a, b) => a.value - b.value)
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  const everyone = overall === undefined ? '' : ` Everyone: ${overall}.`
  if (lowest === undefined || highest === undefined) return `No group has a value.${everyone}`
  if (lowest === highest) return `${lowest.label}: ${lowest.text}.${everyone}`
  const lead = ofThose(items)
  return `${lead === '' ? 'Lowest' : `${lead}lowest`} ${lowest.label} with ${lowest.text}, highest ${highest.label} with ${highest.text}.${everyone}`
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
  if (first === undefined || last === undefined) return `${subject}: no values in this period.`
  if (first === last) return `${subject}: ${last.text} in ${last.label}.`
  const peak = points.reduce((best, point) => (point.value > best.value ? point : best))
  const verb = last.text === first.text ? 'the same' : last.value > first.value ? 'up' : 'down'
  const top = peak === last || peak === first ? '' : ` Highest: ${peak.text} in ${peak.label}.`
  return verb === 'the same'
    ? `${subject}: ${last.text} in ${first.label} and in ${last.label}.${top}`
    : `${subject}: ${verb} from ${first.text} in ${first.label} to ${last.text} in ${last.label}.${top}`
}

/** Joins sentences that may be empty. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ')
}
