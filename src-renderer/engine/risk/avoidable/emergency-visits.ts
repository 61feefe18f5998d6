import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../base/figures/filter.ts'
import { memberRows } from '../../population/claims/member-rows.ts'
import { useEvents } from '../../population/panels/base/use-events.ts'
import type { EmergencyAlgorithm } from '../model/imported-definitions.ts'
import type { RiskView } from '../view/risk-view.ts'
import { careCodes } from './care-codes.ts'
import { beginningAmong } from '../evidence/code-set.ts'

/** An emergency visit of a member that did not end in a stay. */
export interface ClassifiedVisit {
  /** Number of the person in the population. */
  readonly patient: number
  /** Probability of each of `emergencyClasses`; undefined where the table knows nothing of its principal diagnosis. */
  readonly chances: readonly number[] | undefined
}

/** Probabilities of a diagnosis: those of its code, else of the longest beginning of the code that the table has. */
function chancesOf(algorithm: EmergencyAlgorithm, code: string | undefined): readonly number[] | undefined {
  const found = code === undefined ? undefined : beginningAmong(algorithm, code)
  return found === undefined ? undefined : algorithm.get(found)
}

/** The place of the class that a visit most likely is; -1 where nothing is known. */
export function likeliestClass(chances: readonly number[] | undefined): number {
  return chances === undefined ? -1 : chances.indexOf(Math.max(...chances))
}

/** The emergency visits of members in a stretch of days that did not end in a stay, with the numbers of their people. */
export function classifiedVisits(view: RiskView, from: Day, to: Day): readonly ClassifiedVisit[] {
  const { population, definitions } = view
  const algorithm = definitions.imported?.emergency
  const events = useEvents(population, 'released')
  if (events === undefined || algorithm === undefined) return []
  const { table, rows } = events
  const [days, patient] = [defined(table.day), defined(table.patient)]
  const care = careCodes(population.store, table)
  const isMember = memberRows(population.store, table)
  return Array.from(rows).flatMap((row): ClassifiedVisit[] => {
    if (patient[row]! < 0 || days[row]! < from || days[row]! > to || isMember[row] !== 1) return []
    return [
      {
        patient: population.shard.personNumber(patient[row]!),
        chances: chancesOf(algorithm, care[row]?.principal)
      }
    ]
  })
}
