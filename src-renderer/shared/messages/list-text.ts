import { activeLocale } from './locale.ts'

const all = new Intl.ListFormat(activeLocale)
const any = new Intl.ListFormat(activeLocale, { type: 'disjunction' })

/** Things that go together, in the language in force: `A`, `A and B`, `A, B, and C`. */
export function andList(items: Iterable<string>): string {
  return all.format(items)
}

/** Things of which one is meant, in the language in force: `A`, `A or B`, `A, B, or C`. */
export function orList(items: Iterable<string>): string {
  return any.format(items)
}
