import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { AppError } from '#shared/app-error.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { PathScope } from './compiled-path.ts'
import type { CompiledView, RowSink } from './compiled-view.ts'
import { checkDefinition } from './check-definition.ts'
import { compileRows } from './compile-rows.ts'
import type { RowState } from './row-emitters.ts'
import type { ViewDefinition } from './view-definition.ts'
import { isObject } from './path-value.ts'

export type { CompiledColumn, CompiledView, ViewFinding } from './compiled-view.ts'

const noSink: RowSink = () => undefined

/** Rows that one resource may give; unions of repetitions multiply. */
const maxRowsOfResource = 100_000

/**
 * Compiles a ViewDefinition (SQL on FHIR v2).
 * @throws AppError `invalid-input` with the path text and the position when the definition is not valid; `run` throws it
 * for a resource that gives too many rows
 */
export function compileView(definition: ViewDefinition): CompiledView {
  checkDefinition(definition)
  const rows = compileRows(definition)
  const scope: PathScope = { resource: undefined, rowIndex: 0, index: 0 }
  const state: RowState = {
    scope,
    elements: new Array<unknown>(rows.levels).fill(undefined),
    rowIndexes: new Array<number>(rows.levels).fill(0),
    row: new Array<unknown>(rows.columns.length).fill(null),
    sink: noSink,
    onFinding: undefined,
    pending: []
  }
  return {
    definition,
    columns: rows.columns,
    needsDecimalText: rows.needsDecimalText,
    run(resource, sink, onFinding) {
      if (!isObject(resource) || resource['resourceType'] !== definition.resource) return
      scope.resource = resource
      scope.index = 0
      state.elements[0] = resource
      state.rowIndexes[0] = 0
      let count = 0
      state.sink = (row) => {
        if (++count > maxRowsOfResource) throw tooManyRows()
        sink(row)
      }
      state.onFinding = onFinding
      state.pending.length = 0
      rows.emit(state)
    }
  }
}

function tooManyRows(): AppError {
  const maxRows = maxRowsOfResource.toLocaleString(activeLocale)
  return new AppError('invalid-input', m.oneResourceGivesMoreThanRows(maxRows))
}
