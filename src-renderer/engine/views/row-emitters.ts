import type { CompiledPath, PathScope } from './compiled-path.ts'
import type { RowSink, ViewFinding } from './compiled-view.ts'
import { isItem, itemsOf, onlyOf } from './path-value.ts'

/** What a running view works on. One object per view, changed in place. */
export interface RowState {
  readonly scope: PathScope
  /** Current element per level: the resource, then one for each `forEach`, `forEachOrNull` or `repeat` around. */
  readonly elements: unknown[]
  /** `%rowIndex` per level. */
  readonly rowIndexes: number[]
  readonly row: unknown[]
  sink: RowSink
  onFinding: ((finding: ViewFinding) => void) | undefined
  /** Findings in cells of which no row has been written yet: without a row they are of no consequence. */
  readonly pending: ViewFinding[]
}

/** Writes its cells for the current elements and goes on with what follows. */
export type Emitter = (state: RowState) => void

const MAX_REPEAT_LEVELS = 200

/** One column of a select. */
export interface Cell {
  readonly name: string
  readonly all: CompiledPath['all']
  readonly collection: boolean
}

/** Writes the columns of a select for the current element of `level`, from the place `place` of the row on. */
export function emitCells(cells: readonly Cell[], level: number, place: number, next: Emitter): Emitter {
  return (state) => {
    const { row, scope } = state
    const element = state.elements[level]
    scope.rowIndex = state.rowIndexes[level]!
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!
      const value = cell.all(element, scope)
      if (cell.collection) row[place + i] = itemsOf(value)
      else row[place + i] = Array.isArray(value) ? single(value, cell.name, state) : (value ?? null)
    }
    next(state)
  }
}

function single(value: readonly unknown[], name: string, state: RowState): unknown {
  const item = onlyOf(value)
  if (item === undefined && itemsOf(value).length > 1) state.pending.push({ kind: 'several-values', place: name })
  return item ?? null
}

/** Writes the row, and tells what was found in its cells. */
export function emitRow(state: RowState): void {
  if (state.pending.length > 0) for (const finding of state.pending.splice(0)) state.onFinding?.(finding)
  state.sink(state.row)
}

/** Goes on once for every element of the path; with `orNull` also once without one when there is none. */
export function emitForEach(path: CompiledPath, orNull: boolean, outer: number, inner: number, body: Emitter): Emitter {
  return (state) => {
    state.scope.rowIndex = state.rowIndexes[outer]!
    const value = path.all(state.elements[outer], state.scope)
    const { pending } = state
    const found = pending.length
    let count = 0
    if (Array.isArray(value)) {
      for (const item of value as readonly unknown[]) {
        if (!isItem(item)) continue
        state.elements[inner] = item
        state.rowIndexes[inner] = count++
        body(state)
        // What was found in this element belongs to no row if it has written none.
        if (pending.length > found) pending.length = found
      }
    } else if (value !== undefined && value !== null) {
      state.elements[inner] = value
      state.rowIndexes[inner] = count++
      body(state)
    }
    if (count > 0 || !orNull) return
    state.elements[inner] = undefined
    state.rowIndexes[inner] = 0
    body(state)
  }
}

/** Goes on once for every element that the paths reach, directly or from one another. */
export function emitRepeat(
  paths: readonly CompiledPath[],
  place: string,
  outer: number,
  inner: number,
  body: Emitter
): Emitter {
  /** Depth first, a parent before its children. @returns the number of elements emitted so far */
  function visit(element: unknown, state: RowState, depth: number, count: number): number {
    let emitted = count
    for (const path of paths) {
      for (const child of itemsOf(path.all(element, state.scope))) {
        if (child === element) continue
        if (depth === MAX_REPEAT_LEVELS) {
          state.onFinding?.({ kind: 'too-deep', place })
          return emitted
        }
        state.elements[inner] = child
        state.rowIndexes[inner] = emitted++
        body(state)
        emitted = visit(child, state, depth + 1, emitted)
      }
    }
    return emitted
  }
  return (state) => {
    visit(state.elements[outer], state, 0, 0)
  }
}

/** Goes on when the condition is true for the resource. */
export function emitWhere(path: CompiledPath, text: string, next: Emitter): Emitter {
  return (state) => {
    const value = path.all(state.elements[0], state.scope)
    const condition = onlyOf(value)
    if (condition === true) next(state)
    else if (condition !== false && itemsOf(value).length > 0) state.onFinding?.({ kind: 'not-boolean', place: text })
  }
}
