import { AppError } from '#shared/app-error.ts'

/**
 * An error about a path: the sentence, the path, and a caret below the place it means.
 * @param at index of the character in `path`, from 0
 */
export function pathError(path: string, at: number, problem: string): AppError {
  const line = path.replace(/[\n\r\t]/g, ' ')
  return new AppError('invalid-input', `${problem} at position ${at + 1} of the path:\n  ${line}\n  ${' '.repeat(at)}^`)
}
