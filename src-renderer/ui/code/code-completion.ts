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
