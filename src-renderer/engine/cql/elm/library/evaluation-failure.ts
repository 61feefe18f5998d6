import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import { BudgetError } from './budget.ts'
import { ElmError } from './elm-error.ts'
import type { ElmLibrary } from './elm-library.ts'

/** An error about a define or function: what is wrong with it follows its name. */
export function positioned(library: ElmLibrary, name: string, what: string): ElmError {
  return new ElmError('invalid-input', `"${name}" ${what}`, { library: library.id, expression: name })
}

/** Any error as one with a position; a stack that ran over and a mistake of this engine included. */
export function failureOf(error: unknown, library: ElmLibrary, name: string): ElmError {
  if (error instanceof ElmError) {
    if (error.position !== undefined) return error
    const position = { library: library.id, expression: name }
    const placed =
      error instanceof BudgetError
        ? new BudgetError(error.message, position)
        : new ElmError(error.code, error.message, position)
    placed.resource = error.resource
    return placed
  }
  if (error instanceof RangeError) return positioned(library, name, m.isNestedTooDeeplyOrToo)
  const reason = error instanceof Error ? error.message : 'unknown'
  return new ElmError('internal', m.theEngineFailed(reason), { library: library.id, expression: name })
}
