import { AppError, type ErrorCode } from '#shared/app-error.ts'

/** Where in the content something happened. */
export interface ElmPosition {
  readonly library: string
  /** Name of the define or function. */
  readonly expression?: string
  /** ELM node type, e.g. `Retrieve`. */
  readonly node?: string
  readonly localId?: string
  /** Line and column in the CQL, `12:3-12:40`, where the content tells it. */
  readonly locator?: string
}

/** An error in measure logic: content that cannot be compiled, or an evaluation that CQL says must stop. */
export class ElmError extends AppError {
  readonly position: ElmPosition | undefined
  /** `Type/id` of the resource under consideration when an evaluation stopped. */
  resource: string | undefined

  constructor(code: ErrorCode, message: string, position?: ElmPosition) {
    super(code, position === undefined ? message : `${message} (${describePosition(position)})`)
    this.name = 'ElmError'
    this.position = position
  }
}

/** A position as a reader finds it: `CQMCommon, "Inpatient Encounter", Query #212, 12:3-12:40`. */
function describePosition(position: ElmPosition): string {
  const parts = [position.library]
  if (position.expression !== undefined) parts.push(`"${position.expression}"`)
  if (position.node !== undefined) {
    parts.push(position.localId === undefined ? position.node : `${position.node} #${position.localId}`)
  }
  if (position.locator !== undefined) parts.push(position.locator)
  return parts.join(', ')
}

/** An evaluation that cannot have a value: a CQL run-time error. The position is added where it passes a define. */
export function runtimeError(message: string): ElmError {
  return new ElmError('invalid-input', message)
}
