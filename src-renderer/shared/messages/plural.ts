import { activeLocale } from './locale.ts'
import type { Noun } from './message.ts'

const rules = new Intl.PluralRules(activeLocale)

/** The form of a noun that goes with a count, by the rules of the language in force. */
export function nounFor(count: number, noun: Noun): string {
  return rules.select(count) === 'one' ? noun.one : noun.other
}

/** A count with its noun, for texts of the engine: `countedNoun(2, nouns.row)` is "2 rows". */
export function countedNoun(count: number, noun: Noun): string {
  return counted(count, noun.one, noun.other)
}

/** The form of a text that a count asks for: `plural(2, 'row', 'rows')`. */
export function plural(count: number, singular: string, other: string): string {
  return nounFor(count, { one: singular, other })
}

/** A count with its noun: `counted(1200, 'row', 'rows')` is "1,200 rows". */
export function counted(count: number, singular: string, other: string): string {
  return `${count.toLocaleString(activeLocale)} ${plural(count, singular, other)}`
}
