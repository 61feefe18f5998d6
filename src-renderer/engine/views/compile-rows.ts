import { andList } from '#shared/messages/list-text.ts'
import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { AppError } from '#shared/app-error.ts'
import type { CompiledColumn } from './compiled-view.ts'
import { compilePath } from './compile-path.ts'
import type { CompiledPath } from './compiled-path.ts'
import { isObject } from './path-value.ts'
import { emitCells, emitForEach, emitRepeat, emitRow, emitWhere, type Cell, type Emitter } from './row-emitters.ts'
import { viewConstants } from './view-constants.ts'
import type { ViewColumn, ViewDefinition, ViewSelect } from './view-definition.ts'

/** The rows of a view, compiled. */
export interface CompiledRows {
  readonly columns: readonly CompiledColumn[]
  readonly levels: number
  readonly needsDecimalText: boolean
  readonly emit: Emitter
}

/**
 * Compiles the `select` and `where` of a view. Every select is linked to what follows it, so that the rows come out by
 * going through the chain once per combination, without intermediate tables.
 * @throws AppError `invalid-input`
 */
export function compileRows(definition: ViewDefinition): CompiledRows {
  const constants = viewConstants(definition)
  let needsDecimalText = false
  let levels = 1
  const columns: CompiledColumn[] = []

  function compile(path: unknown, owner: string, expectedType?: string): CompiledPath {
    if (typeof path !== 'string') throw new AppError('invalid-input', m.needsAPath(owner))
    try {
      return compilePath(path, { constants, expectedType, needDecimalText: () => (needsDecimalText = true) })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError(error.code, m.hasAPathThatIsNot(owner, error.message), { cause: error })
    }
  }

  /** Names and places of the columns of a select, in the order of the standard: its own, nested, union. */
  function declare(select: ViewSelect): void {
    for (const column of listOf(select.column, 'column')) columns.push(declareColumn(column))
    for (const nested of listOf(select.select, 'select')) declare(nested)
    const branches = listOf(select.unionAll, 'unionAll')
    const start = columns.length
    branches.forEach((branch, index) => {
      const before = columns.length
      declare(branch)
      if (index === 0) return
      const first = columns.slice(start, before)
      const branchColumns = columns.splice(before)
      if (first.length !== branchColumns.length || first.some((column, i) => column.name !== branchColumns[i]!.name)) {
        const names = (list: readonly CompiledColumn[]) => list.map((column) => column.name).join(', ')
        throw new AppError('invalid-input', m.allPartsOfAUnionAllNeed(names(first), names(branchColumns)))
      }
    })
  }

  /** @param place of the select's first column in the row */
  function compileSelect(select: ViewSelect, level: number, place: number, next: Emitter): Emitter {
    const iteration = (['forEach', 'forEachOrNull', 'repeat'] as const).filter((key) => select[key] !== undefined)
    if (iteration.length > 1) {
      throw new AppError('invalid-input', m.aSelectMayNotHaveBoth(andList(iteration)))
    }
    const inner = iteration.length === 0 ? level : levels++
    const cells = listOf(select.column, 'column').map(compileCell)
    const nested = listOf(select.select, 'select')
    const branches = listOf(select.unionAll, 'unionAll')
    let body = next
    if (branches.length > 0) {
      const start = place + width(select) - width(branches[0]!)
      const parts = branches.map((branch) => compileSelect(branch, inner, start, next))
      body = (state) => {
        for (const part of parts) part(state)
      }
    }
    body = compileSelects(nested, inner, place + cells.length, body)
    if (cells.length > 0) body = emitCells(cells, inner, place, body)
    return emitElements(select, level, inner, body)
  }

  /** Links selects to one another, from the last to the first, because each goes on with what follows it. */
  function compileSelects(selects: readonly ViewSelect[], level: number, place: number, next: Emitter): Emitter {
    const places = selects.map((_, index) => selects.slice(0, index).reduce((sum, part) => sum + width(part), place))
    return selects.reduceRight((following, select, i) => compileSelect(select, level, places[i]!, following), next)
  }

  function emitElements(select: ViewSelect, outer: number, inner: number, body: Emitter): Emitter {
    if (select.repeat !== undefined) {
      const paths = listOf<string>(select.repeat, 'repeat')
      return emitRepeat(
        paths.map((path) => compile(path, m.aRepeat)),
        paths.join(', '),
        outer,
        inner,
        body
      )
    }
    const path = select.forEach ?? select.forEachOrNull
    if (path === undefined) return body
    const orNull = select.forEach === undefined
    return emitForEach(compile(path, orNull ? m.aForEachOrNull : m.aForEach), orNull, outer, inner, body)
  }

  function compileCell(column: ViewColumn): Cell {
    const owner = m.theColumn(column.name)
    return {
      name: column.name,
      all: compile(column.path, owner, column.type).all,
      collection: column.collection === true
    }
  }

  const selects = listOf(definition.select, 'select')
  if (selects.length === 0) throw new AppError('invalid-input', m.theViewSelectsNothingSelectIs)
  for (const select of selects) declare(select)
  checkNames(columns)

  let emit = compileSelects(selects, 0, 0, emitRow)
  for (const { path } of [...listOf(definition.where, 'where')].reverse()) {
    emit = emitWhere(compile(path, m.aWhere), path, emit)
  }
  return { columns, levels, needsDecimalText, emit }
}

function declareColumn(column: ViewColumn): CompiledColumn {
  return {
    name: column.name,
    type: column.type,
    description: column.description ?? '',
    collection: column.collection === true,
    tags: new Map(listOf(column.tag, 'tag').map((tag) => [tag.name, tag.value]))
  }
}

/** Number of columns of a select. */
function width(select: ViewSelect): number {
  let count = select.column?.length ?? 0
  for (const nested of select.select ?? []) count += width(nested)
  const branch = select.unionAll?.[0]
  return branch === undefined ? count : count + width(branch)
}

/** A list of the definition, empty when missing. @throws AppError when it is no list */
function listOf<T>(value: readonly T[] | undefined, name: string): readonly T[] {
  if (value === undefined) return []
  const list: unknown = value
  const isList = Array.isArray(list) && list.every((item) => name === 'repeat' || isObject(item))
  if (!isList) throw new AppError('invalid-input', m.ofTheViewMustBeA(name))
  return value
}

function checkNames(columns: readonly CompiledColumn[]): void {
  const seen = new Set<string>()
  for (const { name } of columns) {
    if (typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
      throw new AppError('invalid-input', m.isNoColumnNameUseLetters(name))
    }
    if (seen.has(name)) throw new AppError('invalid-input', m.theViewHasTwoColumns(name))
    seen.add(name)
  }
}
