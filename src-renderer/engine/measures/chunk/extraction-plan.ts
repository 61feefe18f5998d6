import { text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { isChoiceName, typeOfSuffix } from '../../cql/elm/fhir/fhir-types.ts'
import { roleElements, roleTest } from '../../cql/elm/fhir/roles.ts'
import { dataRequirements, type DataRequirement } from '../definition/data-requirements.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import { commonTypes } from '../records/common-resources.ts'
import { soughtCodes, type SoughtCodes } from '../records/sought-codes.ts'
import { walkLogic } from '../definition/walk-logic.ts'

/** What of one type of record is taken. */
export interface TypePlan {
  readonly type: string
  /** Whether some retrieve asks for a role, so that the records have to tell theirs. */
  readonly hasRoles: boolean
  /** Elements in which retrieves look for codes. */
  readonly codeElements: readonly string[]
  /** Codes that are looked for, by element; undefined where every record of the type may be meant. */
  readonly sought: readonly { readonly element: string; readonly codes: SoughtCodes }[] | undefined
}

/** What some measures read of the records: made of the content alone, so that every worker can make its own. */
export interface ExtractionPlan {
  /** By FHIR type. Patients are always among them. */
  readonly types: ReadonlyMap<string, TypePlan>
  /** Types of records that belong to no patient and are read, too. */
  readonly shared: ReadonlySet<string>
  /** Whether a member of a resource is read. */
  readonly keeps: (member: string) => boolean
}

/** Members that the engine reads of a resource whatever the logic says. */
const always = [
  'resourceType',
  'id',
  'coding',
  'code',
  'system',
  'display',
  ...roleElements.filter((item) => item !== 'meta')
]

/** Nodes that look at all that a resource has. */
const allReading: ReadonlySet<string> = new Set(['Children', 'Descendents'])

/** Names of elements that a node reads. */
function namesRead(node: ElmNode): readonly string[] {
  switch (node.type) {
    case 'Property':
    case 'ByColumn':
      return (text(node, 'path') ?? '').split(/[.[]/)
    case 'IdentifierRef':
      return (text(node, 'name') ?? '').split(/[.[]/)
    case 'Retrieve':
      return ['codeProperty', 'dateProperty', 'dateLowProperty', 'dateHighProperty'].flatMap(
        (key) => text(node, key) ?? []
      )
    default:
      return []
  }
}

/** Whether a member is an element of one of the names, or a choice such as `valueQuantity` for `value`. */
function isNamed(member: string, names: ReadonlySet<string>): boolean {
  if (names.has(member)) return true
  for (let length = member.length - 1; length > 1; length--) {
    const name = member.slice(0, length)
    if (names.has(name) && isChoiceName(name) && typeOfSuffix(member.slice(length)) !== undefined) return true
  }
  return false
}

function typePlan(type: string, requirements: readonly DataRequirement[], content: MeasureContent): TypePlan {
  const elements = requirements.flatMap(({ codeProperty }) => codeProperty ?? [])
  const codeElements = [...new Set(elements)].sort()
  const hasRoles = requirements.some(({ profile }) => roleTest(profile, 'trust-profiles') !== undefined)
  const closed = requirements.length > 0 && requirements.every((item) => item.closed && item.codeProperty !== undefined)
  if (!closed || type === 'Patient' || commonTypes.has(type)) return { type, hasRoles, codeElements, sought: undefined }
  const sought = codeElements.map((element) => ({
    element,
    codes: soughtCodes(
      requirements.filter((item) => item.codeProperty === element),
      content.valueSets
    )
  }))
  return { type, hasRoles, codeElements, sought }
}

/**
 * Finds out what has to be taken of the records for the measures of some content.
 * @param supplemental take what the supplemental data reads, too
 */
export function planExtraction(content: MeasureContent, supplemental = false): ExtractionPlan {
  const requirements = content.measures.flatMap((item) => dataRequirements(item, content.libraries, supplemental))
  const names = new Set(always)
  let needsEverything = false
  for (const measure of content.measures) {
    walkLogic(measure, content.libraries, supplemental, {
      node: (node) => {
        needsEverything ||= allReading.has(node.type)
        for (const name of namesRead(node)) names.add(name)
      }
    })
  }
  const readTypes = [...new Set(['Patient', ...requirements.map((item) => item.type)])]
  const types = new Map(
    readTypes.map((type) => [
      type,
      typePlan(
        type,
        requirements.filter((item) => item.type === type),
        content
      )
    ])
  )
  return {
    types,
    shared: new Set(readTypes.filter((type) => commonTypes.has(type))),
    keeps: (member) => needsEverything || isNamed(member, names)
  }
}

/** The plan for some of its types. */
export function planForTypes(plan: ExtractionPlan, types: ReadonlySet<string>): ExtractionPlan {
  return { ...plan, types: new Map([...plan.types].filter(([type]) => types.has(type))) }
}
