import { resourceTypes } from '../../base/fhir/resource-types.ts'
import type { ColumnKind } from '../../store/model/column.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import { referenceSlots, treeEncoder } from './encode-tree.ts'
import { elementNode, type ElementNode } from './element-tree.ts'
import type { PlanWriter } from './plan-writer.ts'
import { aboutPatient } from './plan-scan.ts'
import { LOOP_CONTEXTS, MAX_CONTEXTS } from './plan-view.ts'
import type {
  Condition,
  ScanBranch,
  ScanCell,
  ScanLoop,
  ScanRoute,
  ScanType,
  ScanView,
  Source,
  Step,
  Template
} from './scan-plan.ts'

/** Where the host finds things in the scanner's memory. */
export interface ScanLayout {
  /** Argument of the kernel's `setUp`. */
  readonly layout: number
  /** Room for lines. */
  readonly input: number
  readonly inputBytes: number
  /** Address of the first planned table, of its first column, and so on; see `tables.ts` of the kernel. */
  readonly tables: number
  readonly codings: number
  /** Names of types by the numbers that keys have. */
  readonly typeNames: readonly string[]
}

const INPUT_BYTES = 1 << 20
const RECORD_BYTES = 2 << 20
const NOTE_BYTES = 2 << 20
/** Behind texts without escapes: room for parts of texts, and for the key of a contained resource. */
const TEXT_ROOM = 1 << 16
const KEY_ROOM = 1024
/** Bytes that a table, a column and a coding take in the plan, as the kernel reads them. */
export const TABLE_BYTES = 28
export const COLUMN_BYTES = 44
export const CODING_BYTES = 16
const TYPE_BYTES = 96
/** Bytes of what `setUp` is given. */
export const LAYOUT_BYTES = 76

const cellKinds = {
  nothing: 0,
  text: 1,
  template: 2,
  own: 3,
  contained: 4,
  reference: 5,
  concept: 6,
  date: 7,
  dateTime: 8,
  number: 9,
  integer: 10,
  boolean: 11,
  condition: 12,
  index: 13
} as const
const conditionKinds = { equal: 1, unequal: 2, is: 3, empty: 4, exists: 5, and: 6, or: 7 } as const
const columnForms: Readonly<Record<ColumnKind, number>> = {
  dictionary: 0,
  id: 0,
  reference: 0,
  concept: 0,
  date: 1,
  dateTime: 2,
  number: 3,
  integer: 4,
  boolean: 5
}

/** Writes what the scanner is to do into its memory; the layout is described in the kernel's sources. */
export function encodePlan(plan: TablePlan, types: readonly ScanType[], writer: PlanWriter): ScanLayout {
  const trees = treeEncoder(writer)
  const typeNames = [...resourceTypes]
  const words = (...values: readonly number[]): number => writer.words(...values)

  function typeNumber(name: string): number {
    const known = typeNames.indexOf(name)
    return known >= 0 ? known : typeNames.push(name) - 1
  }

  function targets(names: readonly string[]): number {
    return words(typeNumber(names.join('|')), 0, 0, names.length, ...names.map(typeNumber))
  }

  const slot = ({ of, member }: { readonly of: ElementNode; readonly member: { readonly name: string } }) =>
    trees.slot(of, member.name)

  function step(scanStep: Step): readonly number[] {
    switch (scanStep.kind) {
      case 'objects':
        return [1, slot(scanStep)]
      case 'first':
        return [2]
      case 'where':
        return [3, condition(scanStep.condition)]
      case 'value':
        return [4, slot(scanStep)]
    }
  }

  const path = (steps: readonly Step[]): number => words(...steps.flatMap(step), 0)

  /** Most routes are short, and have a kind of their own. */
  function route({ first, context, steps }: ScanRoute): readonly number[] {
    const [firstStep, secondStep, thirdStep] = steps
    if (firstStep?.kind === 'value') return [first ? 3 : 2, context, slot(firstStep), 0]
    if (firstStep?.kind === 'objects' && secondStep?.kind === 'first' && thirdStep?.kind === 'value')
      return [first ? 5 : 4, context, slot(firstStep), slot(thirdStep)]
    if (firstStep?.kind === 'objects' && secondStep?.kind === 'value' && !first)
      return [6, context, slot(firstStep), slot(secondStep)]
    return [Number(first), context, path(steps), 0]
  }

  function condition(tested: Condition): number {
    const kind = conditionKinds[tested.kind]
    switch (tested.kind) {
      case 'and':
      case 'or':
        return words(kind, condition(tested.left), condition(tested.right))
      case 'exists':
        return words(kind, path(tested.steps))
      case 'empty':
        return words(kind, slot(tested))
      case 'is':
        return words(kind, slot(tested), Number(tested.value))
      case 'equal':
      case 'unequal':
        return words(kind, slot(tested), writer.text(tested.text), length(tested.text))
    }
  }

  const source = (routes: Source | undefined): number =>
    routes === undefined ? 0 : words(routes.length, ...routes.flatMap(route))

  function template(parts: Template): number {
    return words(
      parts.length,
      ...parts.flatMap((part) => (typeof part === 'string' ? [writer.text(part), length(part)] : [0, source(part)]))
    )
  }

  function cellArguments(cell: ScanCell): readonly number[] {
    switch (cell.kind) {
      case 'nothing':
      case 'own':
        return []
      case 'index':
        return [cell.loop, cell.plus]
      case 'template':
        return [template(cell.template)]
      case 'contained':
        return [template(cell.template), typeNumber(cell.type)]
      case 'reference':
        return [source(cell.source), targets(cell.targets)]
      case 'concept':
        return cell.parts.map(source)
      case 'condition':
        return [cell.context, condition(cell.condition)]
      default:
        return [source(cell.source)]
    }
  }

  const tables = writer.room(plan.tables.length * TABLE_BYTES)
  const columns = plan.tables.map((table, index) => {
    const address = writer.room(table.columns.length * COLUMN_BYTES)
    table.columns.forEach(({ kind }, column) => {
      writer.set(address + column * COLUMN_BYTES, columnForms[kind])
    })
    writer.set(tables + index * TABLE_BYTES + 12, table.columns.length)
    writer.set(tables + index * TABLE_BYTES + 16, address)
    return address
  })
  const codings = writer.room(plan.codings.length * CODING_BYTES)

  const loopOf = (loop: ScanLoop | undefined): number =>
    loop === undefined ? 0 : words(loop.route.context, loop.skip, ...loop.route.steps.flatMap(step), 0)

  function branch({ loop, contexts, cells }: ScanBranch, table: number): number {
    const encoded = cells.flatMap(([, cell], column) => {
      const place = table < 0 ? 0 : columns[table]! + column * COLUMN_BYTES
      const words = [cellKinds[cell.kind], place, ...cellArguments(cell)]
      return [...words, ...new Array<number>(6 - words.length).fill(0)]
    })
    return words(loopOf(loop), cells.length, words(...encoded), contexts.length, ...contexts.map(source))
  }

  function view({ table, coding, loop, branches }: ScanView): number {
    return words(
      table < 0 ? 0 : tables + table * TABLE_BYTES,
      coding < 0 ? 0 : codings + coding * CODING_BYTES,
      loopOf(loop),
      branches.length,
      ...branches.map((each) => branch(each, table))
    )
  }

  function type({ name, root, views, votes, identified }: ScanType): readonly number[] {
    const meta = root.members.get('meta')?.node ?? elementNode()
    const contained = root.members.get('contained')?.node ?? elementNode()
    const identifier = root.members.get('identifier')?.node ?? elementNode()
    return [
      writer.text(name),
      name.length,
      typeNumber(name),
      trees.node(root),
      views.length,
      words(...views.map(view)),
      votes.length,
      words(...votes.map((member) => trees.slot(root, member.name))),
      trees.slot(root, 'meta'),
      trees.slot(meta, 'lastUpdated'),
      trees.slot(meta, 'profile'),
      ...referenceSlots,
      trees.slot(root, 'contained'),
      trees.slot(contained, 'id'),
      trees.slot(contained, 'resourceType'),
      trees.slot(root, 'id'),
      trees.slot(root, 'resourceType'),
      ...aboutPatient.map((element) => (name === 'Patient' ? -1 : trees.slot(root, element))),
      identified ? trees.slot(root, 'identifier') : 0,
      trees.slot(identifier, 'system'),
      trees.slot(identifier, 'value')
    ]
  }

  const encodedTypes = types.map(type)
  const typeTable = writer.room(types.length * TYPE_BYTES)
  encodedTypes.forEach((values, index) => {
    values.forEach((value, i) => {
      writer.set(typeTable + index * TYPE_BYTES + i * 4, value >>> 0)
    })
  })
  const patientTargets = targets(['Patient'])
  const names = words(...typeNames.flatMap((name) => [writer.text(name), name.length]))
  const input = writer.room(INPUT_BYTES + 64)
  const records = writer.room(RECORD_BYTES)
  const texts = writer.room(INPUT_BYTES + TEXT_ROOM + KEY_ROOM)
  const notes = writer.room(NOTE_BYTES)
  const tail = writer.room(64)
  const strip = writer.room(INPUT_BYTES + 64)
  const contexts = writer.room((LOOP_CONTEXTS + MAX_CONTEXTS) * 4)
  const layout = writer.room(LAYOUT_BYTES)
  const layoutWords = [
    typeTable,
    types.length,
    names,
    tables,
    plan.tables.length,
    codings,
    plan.codings.length,
    patientTargets,
    records,
    records + RECORD_BYTES,
    texts,
    texts + INPUT_BYTES + TEXT_ROOM,
    notes,
    notes + NOTE_BYTES,
    tail,
    strip,
    contexts,
    writer.at,
    typeNames.length
  ]
  layoutWords.forEach((value, i) => {
    writer.set(layout + i * 4, value)
  })
  return { layout, input, inputBytes: INPUT_BYTES, tables, codings, typeNames }
}

function length(text: string): number {
  return new TextEncoder().encode(text).length
}
