import { AppError } from '#shared/app-error.ts'

/** What is wrong with a statement, and where. */
export class SqlError extends AppError {
  /** Characters from the start of the statement; undefined when it is about the whole. */
  readonly offset: number | undefined

  constructor(message: string, offset: number | undefined, options: { cause?: unknown } = {}) {
    super('invalid-input', message, options)
    this.name = 'SqlError'
    this.offset = offset
  }
}

/** Line and column, both from 1, of a place in a text. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}
