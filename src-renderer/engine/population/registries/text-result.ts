import { comparableUnit } from '../../base/fhir/unit-text.ts'
import type { Table } from '../../store/model/store.ts'

/** A result that is written as text. */
export interface TextResult {
  /** The number; beyond the limit of a test, a little more or less than that limit. */
  readonly value: number
  /** Its unit as {@link comparableUnit} writes it; '' where the text has none. */
  readonly unit: string
}

/** How much a result beyond a limit differs from it: too little to be seen, enough to be on the right side. */
const BEYOND = 1e-6

/** What a limit is multiplied by to stand for a result beyond it. @param comparator of FHIR, such as `<` */
function beyondLimit(comparator: string): number {
  if (comparator === '<') return 1 - BEYOND
  return comparator === '>' ? 1 + BEYOND : 1
}

const result = /^\s*([<>]=?|[≤≥])?\s*(\d{1,6}(?:\.\d{1,6})?)\s*([a-zµ%][^;,]{0,24})?$/i

/**
 * The number in a text such as ">14.0", "9.8 %" or "> 60 mL/min/1.73m2".
 * @returns undefined for any other text
 */
export function textResult(text: string): TextResult | undefined {
  const match = result.exec(text)
  if (match === null) return undefined
  return { value: Number(match[2]) * beyondLimit(match[1] ?? ''), unit: comparableUnit((match[3] ?? '').trim()) }
}

const begin = /^\s*[<>≤≥]?=?\s*\d/

/** Whether a text begins like a result, in whatever unit; "See comment" or "Canceled" does not. */
function beginsWithNumber(text: string): boolean {
  return begin.test(text)
}

const several = /^\s*(\d{1,3}(?:\.\d{1,3})?(?:\s*\/\s*\d{1,3}(?:\.\d{1,3})?)+)\s*([a-z][^;,]{0,24})?$/i

/** The numbers of a text such as "120/80 mmHg", in order and with the unit that follows them; undefined for any other text. */
export function resultsInText(text: string): readonly TextResult[] | undefined {
  const match = several.exec(text)
  if (match === null) return undefined
  const unit = comparableUnit((match[2] ?? '').trim())
  return match[1]!.split('/').map((number) => ({ value: Number(number), unit }))
}

/** Tells by what the value of each row is multiplied, so that one beyond a limit is a little more or less than that. */
export function limitFactors(table: Table): (row: number) => number {
  const comparator = table.columns.get('comparator')
  if (comparator?.kind !== 'dictionary') return () => 1
  const factors = Float64Array.from(comparator.values, beyondLimit)
  return (row) => (comparator.codes[row]! < 0 ? 1 : factors[comparator.codes[row]!]!)
}

/** Tells the result of each row that is written as text, where that is a number; every text is read once. */
export function textResults(table: Table): (row: number) => TextResult | undefined {
  return readTexts(table, textResult)
}

/** Tells the results of each row whose text is several numbers, see {@link resultsInText}; every text is read once. */
export function resultsOfTexts(table: Table): (row: number) => readonly TextResult[] | undefined {
  return readTexts(table, resultsInText)
}

/** Tells of each row whether its text begins like a result, see {@link beginsWithNumber}; every text is read once. */
export function textsWithNumbers(table: Table): (row: number) => boolean {
  const isNumber = readTexts(table, beginsWithNumber)
  return (row) => isNumber(row) === true
}

/** What a function tells of the text of each row that has one. */
function readTexts<T>(table: Table, read: (text: string) => T): (row: number) => T | undefined {
  const texts = table.columns.get('value_text')
  if (texts?.kind !== 'dictionary') return () => undefined
  const known = new Map<number, T>()
  return (row) => {
    const code = texts.codes[row]!
    if (code < 0) return undefined
    if (!known.has(code)) known.set(code, read(texts.values[code]!))
    return known.get(code)
  }
}
