import { engineCohortsMembersMessages as m } from '#messages/engine/cohorts/members.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { hasBit, intersect, type Bitset } from '../../base/kernels/bitset.ts'
import type { Day } from '../../base/figures/filter.ts'
import { noOrYes, type Dimension } from '../../population/selection/dimension.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { CohortDefinition } from '../definition/cohort-definition.ts'
import type { EvaluatedCohort } from '../evaluate/cohort-evaluator.ts'
import type { PeopleEvaluator } from '../evaluate/people-evaluator.ts'

/** Who of a definition is meant: those in it or not told, or those whom a step leaves, loses or cannot tell. */
export type CohortPart = 'people' | 'unknown' | 'entry' | `${'left' | 'lost' | 'unclear'}-${number}`

/** Cells of a table of agreement, by which definition finds a person. */
export type AgreementCell = 'both' | 'left' | 'right' | 'neither'

/** Definitions that need not be saved, as filters of the application: so that each of their counts opens its people. */
export interface CohortSelections {
  /** Id of a dimension whose value `yes` has the people. */
  part(definition: CohortDefinition, part: CohortPart): string
  cell(left: CohortDefinition, right: CohortDefinition, cell: AgreementCell): string
}

const PREFIX = 'cohort-people:'

/** FNV-1a over UTF-16 units, twice with different starts: sixteen hexadecimal digits. */
function digest(text: string): string {
  let first = 0x811c9dc5
  let second = 0x9747b28c
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    first = Math.imul(first ^ unit, 0x01000193)
    second = Math.imul(second ^ unit, 0x01000193) ^ (second >>> 15)
  }
  return [first, second].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** The people of a part of an evaluated definition. */
function peopleOfPart({ people, unknown, entry, steps }: EvaluatedCohort, part: string): Bitset {
  if (part === 'people') return people
  if (part === 'unknown') return unknown
  const [kind, place] = part.split('-')
  let before = entry
  for (const { truth } of steps.slice(0, Number(place ?? 0))) before = intersect(before, truth.yes)
  const truth = kind === 'entry' ? undefined : steps[Number(place)]?.truth
  if (truth === undefined) return before
  if (kind === 'left') return intersect(before, truth.yes)
  return kind === 'unclear'
    ? intersect(before, truth.unknown)
    : before.map((word, index) => word & ~(truth.yes[index]! | truth.unknown[index]!))
}

function peopleOfCell(left: EvaluatedCohort, right: EvaluatedCohort, cell: string, living: Bitset): Bitset {
  return living.map((word, index) => {
    const decided = word & ~(left.unknown[index]! | right.unknown[index]!)
    const [a, b] = [left.people[index]!, right.people[index]!]
    if (cell === 'both') return decided & a & b
    if (cell === 'left') return decided & a & ~b
    return cell === 'right' ? decided & ~a & b : decided & ~(a | b)
  })
}

/** Makes the counts of definitions known to the population. */
export function cohortSelections(population: AllPeople, evaluator: PeopleEvaluator): CohortSelections {
  const definitions = new Map<string, CohortDefinition>()
  const tokenOf = (definition: CohortDefinition): string => {
    const token = digest(JSON.stringify(definition))
    definitions.set(token, definition)
    return token
  }
  const dimension = (id: string, label: string, peopleOn: (asOf: Day) => Bitset): Dimension => ({
    id,
    label,
    group: 'people',
    hidden: true,
    fixed: false,
    values: noOrYes,
    codes(asOf) {
      const people = peopleOn(asOf)
      const codes = emptyCodes(population.count, 2)
      for (let patient = 0; patient < codes.length; patient++) codes[patient] = hasBit(people, patient) ? 1 : 0
      return codes
    }
  })
  population.addSource((id) => {
    if (!id.startsWith(PREFIX)) return undefined
    const [first = '', second = '', third] = id.slice(PREFIX.length).split('/')
    const left = definitions.get(first)
    const right = third === undefined ? undefined : definitions.get(second)
    if (left === undefined) return undefined
    if (third === undefined)
      return dimension(id, left.title, (asOf) => peopleOfPart(evaluator.evaluate(left, asOf), second))
    if (right === undefined) return undefined
    return dimension(id, m.titleAndTitle(left.title, right.title), (asOf) =>
      peopleOfCell(
        evaluator.evaluate(left, asOf),
        evaluator.evaluate(right, asOf),
        third,
        population.select(asOf, [{ dimension: 'living', values: ['living'] }])
      )
    )
  })
  return {
    part: (definition, part) => `${PREFIX}${tokenOf(definition)}/${part}`,
    cell: (left, right, cell) => `${PREFIX}${tokenOf(left)}/${tokenOf(right)}/${cell}`
  }
}
