import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import { defined } from '#shared/language/defined.ts'
import { inSentence } from '#shared/messages/letter-case.ts'

/**
 * The name of a define as a sentence has it: `Alive At Start` as `Alive at start`. Acronyms stay, and so does a letter that
 * is a name (`Hepatitis B`), but not the article (`Eighty Of A Hundred`).
 */
export function describeName(name: string): string {
  return name
    .replaceAll(/ [A-Z](?=[a-z]+(?: |$))/g, (match) => match.toLowerCase())
    .replaceAll(/ (of|with|in|for|as|is|to|after|before) A /g, ' $1 a ')
}

/** The name of a define as the subject of a sentence: `Age At Start` as `age at start`, `DTaP Doses` as `DTaP doses`. */
export function subject(name: string): string {
  return inSentence(describeName(name))
}

/** Whether a name, as measures give it in English, stands for several things: `DTaP doses`, not `weight loss`. */
export function isPluralName(name: string): boolean {
  return /[^s]s$/.test(name)
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : m.wordsOrWords(words.slice(0, -1).join(', '), defined(words.at(-1)))
}

/** `SingletonFrom` as `singleton from`, `hospitalization.dischargeDisposition` as `hospitalization discharge disposition`. */
export function spaced(type: string): string {
  return type
    .replaceAll('.', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
}
