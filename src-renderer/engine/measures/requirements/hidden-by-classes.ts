import { isElmObject, isNode, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import {
  classFactsOf,
  hiddenByClasses,
  partlyHiddenByClasses,
  type HospitalCare
} from '../../population/stays/unknown-classes.ts'
import type { Store } from '../../store/model/store.ts'
import { requirementOf } from '../definition/data-requirements.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { MeasureGroup } from '../definition/measure-group.ts'
import { walkLogic } from '../definition/walk-logic.ts'

/** Populations whose members encounters of a class make. */
const restsOn: ReadonlySet<string> = new Set(['initial-population', 'denominator', 'measure-population'])
/** Care in hospital by the codes of HL7's ActEncounterCode that name it. */
const careOf: Readonly<Record<string, HospitalCare>> = {
  EMER: 'emergency',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient'
}
/** Reads the class of an encounter in the built-in measures. */
const classFunction = 'ClassOf'
const comparisons: ReadonlySet<string> = new Set(['Equal', 'Equivalent', 'In'])

/**
 * Why a rate of hospital stays or emergency visits cannot be computed from encounters whose classes do not tell which of them
 * are such; undefined where they do, or where the rate does not choose its encounters by class.
 */
export function hiddenByClassesOf(
  group: MeasureGroup,
  definition: MeasureDefinition,
  libraries: readonly ElmLibrary[],
  store: Store
): string | undefined {
  const care = careByClass(group, definition, libraries)
  if (care.size === 0) return undefined
  const told = classFactsOf(store)
  return [...care].map((each) => hiddenByClasses(told, each)).find((reason) => reason !== undefined)
}

/**
 * That stays or visits may be missing from a rate that chooses its encounters by class, because some classes do not tell what they are.
 * @param share of all encounters, from which on it is said
 */
export function partlyHiddenOf(
  group: MeasureGroup,
  definition: MeasureDefinition,
  libraries: readonly ElmLibrary[],
  store: Store,
  share: number
): string | undefined {
  return careByClass(group, definition, libraries).size === 0
    ? undefined
    : partlyHiddenByClasses(classFactsOf(store), share)
}

/** Care that a rate chooses among all encounters by their class. */
function careByClass(
  group: MeasureGroup,
  definition: MeasureDefinition,
  libraries: readonly ElmLibrary[]
): ReadonlySet<HospitalCare> {
  const populations = group.populations.filter(({ code }) => restsOn.has(code))
  const found = new Set<HospitalCare>()
  let readsAll = false
  walkLogic({ ...definition, groups: [{ ...group, populations, stratifiers: [] }] }, libraries, false, {
    node: (node, library, { name }) => {
      if (node.type === 'Retrieve') {
        const { type, closed } = requirementOf(node, library, libraries)
        readsAll ||= type === 'Encounter' && !closed
      }
      // What the function compares names every class, whichever the rate is about.
      if (name === classFunction || !comparisons.has(node.type)) return
      const [compared, values] = operandsOf(node)
      if (compared === undefined || !readsClass(compared)) return
      for (const code of literalsIn(values)) if (careOf[code] !== undefined) found.add(careOf[code])
    }
  })
  return readsAll ? found : new Set()
}

function operandsOf(node: ElmNode): readonly ElmNode[] {
  const operands = node['operand']
  return Array.isArray(operands) ? operands.filter(isNode) : []
}

/** Whether an expression is the class of an encounter: the element, or the function of the built-in measures that reads it. */
function readsClass(node: ElmNode): boolean {
  const { type } = node
  if (type === 'FunctionRef') return text(node, 'name') === classFunction
  if (type !== 'Property') return false
  const path = text(node, 'path') ?? ''
  return path.split('.').includes('class') || (isNode(node['source']) && readsClass(node['source']))
}

function literalsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(literalsIn)
  if (!isElmObject(value)) return []
  if (value['type'] === 'Literal') return [text(value, 'value') ?? '']
  return Object.values(value).flatMap(literalsIn)
}
