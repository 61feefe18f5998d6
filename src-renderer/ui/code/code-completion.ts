/** Something that can be written at the caret. */
export interface CodeSuggestion {
  /** What is shown, and written unless `insert` is given. */
  readonly text: string
  readonly insert?: string
  /** What it is, such as "table"; its first letter is its mark. */
  readonly kind: string
  readonly detail: string
}

/** What can be written at the caret, in place of the characters from `start` to the caret. */
export interface CodeCompletion {
  readonly start: number
  readonly suggestions: readonly CodeSuggestion[]
}

/** Looks for what can be written; called after each change and for Control Space. */
export type CodeCompleter = (text: string, caret: number) => CodeCompletion

/** Letters of a word after which Enter may complete it: with fewer the word is as likely a name of the user's own. */
const ENOUGH_LETTERS = 3

/**
 * Whether Enter takes the chosen suggestion, and does not break the line: when the user moved into the list, or wrote the
 * beginning of a word that is not complete yet. Tab always takes it.
 */
export function enterTakes(
  suggestions: readonly CodeSuggestion[],
  { typed, moved }: { readonly typed: string; readonly moved: boolean }
): boolean {
  if (suggestions.length === 0 || moved) return suggestions.length > 0
  const word = typed.toLowerCase()
  return word.length >= ENOUGH_LETTERS && !suggestions.some(({ text }) => text.toLowerCase() === word)
}
