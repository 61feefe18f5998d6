import { andList } from '#shared/messages/list-text.ts'
import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { findLibrary } from '../../cql/elm/library/find-library.ts'
import {
  exclusionClauses,
  leavingOutOf,
  exclusionId,
  type ExclusionClause,
  type ClauseLabels
} from '../definition/exclusion-clauses.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { numbersByPatient } from './numbers-by-patient.ts'
import { casesOf, membersOf } from './rate-tally.ts'
import type { Rate } from './rate.ts'
import { describeName } from './describe-name.ts'

function wordsOf(clause: ExclusionClause): string {
  return andList(clause.map(({ name }) => describeName(name)))
}

/** What leaves people out of the groups of a measure, in words, by group id. */
export function clauseLabels(
  { groups, library, libraryVersion }: MeasureDefinition,
  libraries: readonly ElmLibrary[]
): Readonly<Record<string, ClauseLabels>> {
  const main = findLibrary(libraries, library, libraryVersion)
  if (main === undefined) return {}
  return Object.fromEntries(
    groups.map((group) => {
      const clauses = exclusionClauses(group, main, libraries)
      return [
        group.id,
        {
          'denominator-exclusion': clauses['denominator-exclusion'].map(wordsOf),
          'denominator-exception': clauses['denominator-exception'].map(wordsOf)
        }
      ]
    })
  )
}

/** By what a patient is left out of a rate's denominator. */
export function exclusionText({ group, definition, measure, run }: Rate, patient: number): string {
  const by = leavingOutOf((code) => casesOf(membersOf(group, code), patient) > 0) ?? 'denominator-exception'
  const clauseNumbers = numbersByPatient(run, exclusionId(definition))?.get(patient) ?? []
  const words = Array.from(clauseNumbers, (index) => measure.clauses[definition.id]?.[by][index]).filter(
    (item) => item !== undefined
  )
  const clauses = [...new Set(words)].join('; ')
  if (by === 'denominator-exclusion') {
    return clauses === '' ? m.excludedByTheMeasureTheLogic : `Excluded: ${clauses}`
  }
  return clauses === '' ? m.anExceptionOfTheMeasureHolds : `Exception: ${clauses}`
}
