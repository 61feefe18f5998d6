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
