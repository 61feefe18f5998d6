import { defined } from '#shared/language/defined.ts'
import { ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { memberRows } from '../../population/claims/member-rows.ts'
import { useEvents } from '../../population/panels/base/use-events.ts'
import type { StayIndicator } from '../model/imported-definitions.ts'
import type { RiskView } from '../view/risk-view.ts'
import { careCodes, type CareCodes } from './care-codes.ts'
import { isAmong } from '../evidence/code-set.ts'

/** An inpatient stay of a member, with the indicators that it counts in. */
export interface IndicatorStay {
  /** Number of the person in the population. */
  readonly patient: number
  /** Age on the last day of the months in view; undefined where the birth is not known. */
  readonly age: number | undefined
  /** Whether anything tells its principal diagnosis. */
  readonly told: boolean
  readonly indicators: readonly string[]
}

/** Whether a stay counts in an indicator, by what it was for; the age is looked at elsewhere. */
function countsIn(indicator: StayIndicator, care: CareCodes | undefined): boolean {
  if (care?.principal === undefined || indicator.components.length > 0) return false
  const { principal, diagnosis, procedure, withoutDiagnosis, withoutProcedure } = indicator
  const hasOne = (codes: readonly string[], of: readonly string[]): boolean => of.some((code) => isAmong(codes, code))
  return (
    (principal.length === 0 || isAmong(principal, care.principal)) &&
    (diagnosis.length === 0 || hasOne(diagnosis, care.diagnoses)) &&
    (procedure.length === 0 || hasOne(procedure, care.procedures)) &&
    !hasOne(withoutDiagnosis, care.diagnoses) &&
    !hasOne(withoutProcedure, care.procedures)
  )
}

/** Whether somebody of an age counts in an indicator. */
export function isOfAge({ fromAge, toAge }: StayIndicator, age: number | undefined): boolean {
  return age !== undefined && age >= fromAge && (toAge === undefined || age <= toAge)
}

/** The indicators of a stay, composites included. */
function indicatorsOf(
  indicators: readonly StayIndicator[],
  care: CareCodes | undefined,
  age: number | undefined
): readonly string[] {
  const single = indicators.filter((each) => isOfAge(each, age) && countsIn(each, care)).map(({ id }) => id)
  const composite = indicators.filter(
    (each) => isOfAge(each, age) && each.components.some((component) => single.includes(component))
  )
  return [...single, ...composite.map(({ id }) => id)]
}

/** The inpatient stays of members in a stretch of days, with the numbers of their people in the population. */
export function indicatorStays(view: RiskView, from: Day, to: Day): readonly IndicatorStay[] {
  const { population, definitions } = view
  const indicators = definitions.imported?.indicators ?? []
  const events = useEvents(population, 'inpatient')
  if (events === undefined || indicators.length === 0) return []
  const { table, rows } = events
  const [days, patient] = [defined(table.day), defined(table.patient)]
  const care = careCodes(population.store, table)
  const isMember = memberRows(population.store, table)
  const birth = population.store.table('patient').column('birth_date', 'date').days
  return Array.from(rows).flatMap((row): IndicatorStay[] => {
    const [person, day] = [patient[row]!, days[row]!]
    if (person < 0 || day < from || day > to || isMember[row] !== 1) return []
    const born = birth[person]!
    const age = born === NO_DAY || born > to ? undefined : ageAt(born, to)
    return [
      {
        patient: population.shard.personNumber(person),
        age,
        told: care[row]?.principal !== undefined,
        indicators: indicatorsOf(indicators, care[row], age)
      }
    ]
  })
}
