import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { AppError } from '#shared/app-error.ts'

/** An error about a path, with the place in it that is meant. */
export class PathError extends AppError {
  /** What is wrong, without the path and the place. */
  readonly problem: string
  /** Index of the character in the path, from 0. */
  readonly at: number

  constructor(path: string, position: number, problem: string) {
    const line = path.replace(/[\n\r\t]/g, ' ')
    super('invalid-input', m.atPositionOfThePath(problem, position + 1, line, ' '.repeat(position)))
    this.name = 'PathError'
    this.problem = problem
    this.at = position
  }
}

/**
 * An error about a path: the sentence, the path, and a caret below the place it means.
 * @param position index of the character in `path`, from 0
 */
export function pathError(path: string, position: number, problem: string): PathError {
  return new PathError(path, position, problem)
}
