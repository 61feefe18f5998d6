import { screensSourcesMessages as m } from '#messages/screens/sources.ts'
import type { MatchView } from '#engine/matching/results/match-view.ts'
import { formatDecimal } from '../../ui/format/number.ts'

/** A weight of the score in bits, with its sign, e.g. "+8.0". */
export function weightText(bits: number, locale: string): string {
  const text = formatDecimal(bits, 1, locale)
  return bits > 0 ? `+${text}` : text
}

/** What each source says of a fact. Where masking hides what differs, it says so. */
export function sayingsText(sayings: MatchView['conflicts'][number]['sayings']): string {
  const text = sayings.map(({ source, value }) => `${source}: ${value}`).join(', ')
  return new Set(sayings.map(({ value }) => value)).size > 1 ? text : m.whatDiffersIsMasked(text)
}
