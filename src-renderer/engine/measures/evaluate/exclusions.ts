import { defined } from '#shared/language/defined.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import type { Program } from '../../cql/elm/program.ts'
import type { Run } from '../../cql/elm/runtime/run.ts'
import { isList } from '../../cql/elm/values/value.ts'
import {
  exclusionClauses,
  leavingOutOf,
  exclusionId,
  type ExclusionClause,
  type LeavingOut
} from '../definition/exclusion-clauses.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { GroupResult, PatientResult } from './patient-result.ts'

/**
 * Finds out by which clauses of an exclusion people are left out. Only who is left out is asked about, and what was
 * evaluated for the populations is not evaluated again.
 */
export class Exclusions {
  readonly #program: Program
  readonly #groups: ReadonlyMap<string, Readonly<Record<LeavingOut, readonly ExclusionClause[]>>>

  /** @param main the measure's library */
  constructor({ groups }: MeasureDefinition, program: Program, main: ElmLibrary, libraries: readonly ElmLibrary[]) {
    this.#program = program
    this.#groups = new Map(groups.map((group) => [group.id, exclusionClauses(group, main, libraries)]))
  }

  /** Numbers of the clauses that hold for a patient, by {@link exclusionId}; undefined for who is left out of nothing. */
  of(groups: readonly GroupResult[], run: Run): PatientResult['numbers'] {
    let numbers: Record<string, readonly number[]> | undefined
    for (const { id, populations } of groups) {
      const by = leavingOutOf((code) => populations.some((item) => item.code === code && item.count > 0))
      const clauses = by === undefined ? [] : defined(this.#groups.get(id))[by]
      const holding = clauses.flatMap((clause, index) => (this.#holds(clause, run) ? [index] : []))
      if (holding.length > 0) (numbers ??= {})[exclusionId({ id })] = holding
    }
    return numbers
  }

  #holds(clause: ExclusionClause, run: Run): boolean {
    try {
      return clause.every(({ library, name }) => {
        const value = this.#program.define(library, name)(run)
        return value === true || (isList(value) && value.length > 0)
      })
    } catch {
      // What the exclusion itself did without says nothing.
      return false
    }
  }
}
