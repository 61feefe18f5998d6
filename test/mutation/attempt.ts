/** One change of a source file that the tests should notice. */
export interface Attempt {
  /** For the report; one line. */
  readonly title: string
  /** Path of the changed file, relative to the root of the checkout. */
  readonly file: string
  /** The changed text; undefined when the text that it replaces is not in the file, or is there more than once. */
  readonly change: (text: string) => string | undefined
  /** Test files that should notice it, relative to the root of the checkout. */
  readonly tests: readonly string[]
}
