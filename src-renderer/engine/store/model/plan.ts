import { engineMessages as m } from '#messages/engine.ts'
import { AppError } from '#shared/app-error.ts'
import { compileView, type CompiledColumn, type CompiledView } from '../../views/compile-view.ts'
import type { ViewColumn, ViewDefinition, ViewSelect } from '../../views/view-definition.ts'
import type { ColumnKind } from './column.ts'
import { elementPaths } from './element-path.ts'
import { elementShapes, type ElementShape } from './element-shapes.ts'
import { referencePath } from './reference-path.ts'
import { fedTable, metaTag, tableName } from './view-tags.ts'

/** The ViewDefinitions of each FHIR release; R4B is read with those of R4. */
export interface ReleaseViews {
  readonly r4: readonly ViewDefinition[]
  readonly r5: readonly ViewDefinition[]
}

/** One physical column of a planned table. */
export interface PlannedColumn {
  readonly name: string
  readonly kind: ColumnKind
  readonly description: string
  /** For a concept: what its system, code and display mean. */
  readonly parts: readonly string[]
  /** The element it comes from, e.g. `Encounter.period.start`. */
  readonly path: string
  /** Resource types that a reference column may point to; the first is meant when a key tells none. */
  readonly targets: readonly string[]
}

/** A table of the store, perhaps fed by several views. */
export interface PlannedTable {
  readonly name: string
  readonly description: string
  readonly resourceType: string
  readonly columns: readonly PlannedColumn[]
  /** Columns that give the row's clinical day, the most telling first. */
  readonly times: readonly string[]
}

/** Where a physical column finds its values in the rows of one view: one place, or three for a concept; -1 without. */
export interface PlannedSource {
  readonly column: PlannedColumn
  readonly places: readonly number[]
  readonly path: string
}

/** One view and what it feeds. */
export interface PlannedView {
  readonly view: CompiledView
  /** Index into `tables`, -1 for a view of codings. */
  readonly table: number
  /** Index into `codings`, -1 for a view of a table. */
  readonly coding: number
  /** One per column of the table; for codings only the concept. */
  readonly sources: readonly PlannedSource[]
}

/** What is to be made of each resource type of a release. */
export interface ReleasePlan {
  readonly views: ReadonlyMap<string, readonly PlannedView[]>
  readonly shapes: ReadonlyMap<string, readonly ElementShape[]>
}

/** All tables, how views feed them, and the tables whose codings are kept. Equal definitions give equal plans. */
export interface TablePlan {
  readonly tables: readonly PlannedTable[]
  /** Names of the tables that have a coding index. */
  readonly codings: readonly string[]
  readonly r4: ReleasePlan
  readonly r5: ReleasePlan
}

const planned = new WeakMap<ReleaseViews, TablePlan>()

/**
 * Plans the tables that a set of views makes, once for the same object.
 * @throws AppError `invalid-input` when a view does not compile or two views disagree about a column
 */
export function planTables(views: ReleaseViews): TablePlan {
  const known = planned.get(views)
  if (known !== undefined) return known
  const plan = makePlan(views)
  planned.set(views, plan)
  return plan
}

function makePlan(views: ReleaseViews): TablePlan {
  const tables: {
    name: string
    description: string
    resourceType: string
    columns: PlannedColumn[]
    times: readonly string[]
  }[] = []
  const codings: string[] = []

  function plan(definitions: readonly ViewDefinition[]): ReleasePlan {
    const planned = new Map<string, PlannedView[]>()
    const shapes = new Map<string, ElementShape[]>()
    for (const definition of definitions) {
      const view = compileView(withReferences(definition))
      const list = planned.get(definition.resource) ?? []
      planned.set(definition.resource, list)
      list.push(planView(definition, view))
      const known = shapes.get(definition.resource) ?? []
      shapes.set(definition.resource, known)
      for (const shape of elementShapes(definition)) {
        const existing = known.findIndex((other) => other.name === shape.name)
        if (existing < 0) known.push(shape)
        else if (shape.shape === 'object') known[existing] = shape
      }
    }
    return { views: planned, shapes }
  }

  function planView(definition: ViewDefinition, view: CompiledView): PlannedView {
    const name = tableName(definition)
    const sources = planSources(definition, view)
    const main = fedTable(definition)
    if (main !== name) {
      if (!codings.includes(main)) codings.push(main)
      return {
        view,
        table: -1,
        coding: codings.indexOf(main),
        sources: sources.filter(({ column }) => column.kind === 'concept')
      }
    }
    let table = tables.findIndex((other) => other.name === name)
    if (table < 0) {
      const times = metaTag(definition, 'urn:populus:time')
        ?.split(',')
        .map((time) => time.trim())
      table = tables.length
      tables.push({ name, description: '', resourceType: definition.resource, columns: [], times: times ?? [] })
    }
    const planned = tables[table]!
    // Several views may feed a table; the one that has its name says what it is about.
    if (planned.description === '' || definition.name === name) {
      planned.description = definition.description ?? definition.title ?? ''
      planned.resourceType = definition.resource
    }
    const { columns } = planned
    for (const { column } of sources) {
      const existing = columns.find((other) => other.name === column.name)
      if (existing === undefined) columns.push(column)
      else if (existing.kind !== column.kind) {
        throw new AppError('invalid-input', m.theViewsOfTableDisagreeAbout(name, column.name))
      }
    }
    return { view, table, coding: -1, sources }
  }

  const r4 = plan(views.r4)
  const r5 = plan(views.r5)
  const complete = (release: ReleasePlan): ReleasePlan => ({
    shapes: release.shapes,
    views: new Map(
      Array.from(release.views, ([type, list]) => [
        type,
        list.map((view) =>
          view.table < 0 ? view : { ...view, sources: inOrder(view.sources, tables[view.table]!.columns) }
        )
      ])
    )
  })
  return { tables, codings, r4: complete(r4), r5: complete(r5) }
}

/** The sources of one view in the order of the table's columns; a column that the view lacks has none. */
function inOrder(sources: readonly PlannedSource[], columns: readonly PlannedColumn[]): readonly PlannedSource[] {
  return columns.map(
    (column) =>
      sources.find((source) => source.column.name === column.name) ?? { column, places: [-1, -1, -1], path: '' }
  )
}

function planSources(definition: ViewDefinition, view: CompiledView): PlannedSource[] {
  const paths = elementPaths(definition)
  const sources: { column: PlannedColumn; places: number[]; path: string }[] = []
  view.columns.forEach((column, place) => {
    const concept = column.tags.get('populus/concept')
    if (concept === undefined) {
      const path = paths.get(column.name) ?? definition.resource
      sources.push({ column: planColumn(column, path), places: [place], path })
      return
    }
    const dot = concept.lastIndexOf('.')
    const name = concept.slice(0, dot)
    const part = ['system', 'code', 'display'].indexOf(concept.slice(dot + 1))
    if (dot < 1 || part < 0) throw new AppError('invalid-input', m.isNoPartOfAConcept(concept))
    let source = sources.find((other) => other.column.name === name)
    if (source === undefined) {
      const path = (paths.get(column.name) ?? definition.resource).replace(
        /(\.coding)?\.(system|code|display|text)$/,
        ''
      )
      source = {
        column: { name, kind: 'concept', description: '', parts: ['', '', ''], path, targets: [] },
        places: [-1, -1, -1],
        path
      }
      sources.push(source)
    }
    source.places[part] = place
    source.column = {
      ...source.column,
      parts: source.column.parts.with(part, column.description),
      description: part === 1 ? column.description : source.column.description
    }
  })
  return sources
}

function planColumn(column: CompiledColumn, path: string): PlannedColumn {
  const { name, description } = column
  const targets = column.tags.get('populus/reference')?.split('|') ?? []
  const kind = column.tags.has('populus/id') ? 'id' : targets.length > 0 ? 'reference' : kindOf(column.type)
  return { name, kind, description, parts: [], path, targets }
}

/** The physical kind for a FHIR primitive type; text unless it is something better. */
function kindOf(type: string | undefined): ColumnKind {
  switch (type) {
    case 'date':
      return 'date'
    case 'dateTime':
    case 'instant':
      return 'dateTime'
    case 'decimal':
      return 'number'
    case 'integer':
    case 'positiveInt':
    case 'unsignedInt':
      return 'integer'
    case 'boolean':
      return 'boolean'
    default:
      return 'dictionary'
  }
}

/** The same view, giving whole References where it asks for their keys. */
function withReferences(definition: ViewDefinition): ViewDefinition {
  const column = (original: ViewColumn): ViewColumn => {
    const isReference = original.tag?.some((tag) => tag.name === 'populus/reference') === true
    const path = isReference ? referencePath(original.path) : undefined
    if (path === undefined) return original
    const { type: _type, ...rest } = original
    return { ...rest, path, collection: true }
  }
  const select = (original: ViewSelect): ViewSelect => ({
    ...original,
    ...(original.column === undefined ? {} : { column: original.column.map(column) }),
    ...(original.select === undefined ? {} : { select: original.select.map(select) }),
    ...(original.unionAll === undefined ? {} : { unionAll: original.unionAll.map(select) })
  })
  return { ...definition, select: definition.select.map(select) }
}
