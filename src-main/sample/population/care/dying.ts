import type { SampleDay } from '../base/calendar.ts'
import { diagnoses } from '../codes/conditions.ts'
import { procedures, visitTypes } from '../codes/services.ts'
import { isKnown } from '../life/known.ts'
import type { Life } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import { billVisit } from './claim.ts'
import { recordDiagnosis } from './problems.ts'
import { recordProcedure } from './record.ts'
import { makeVisit } from './visit.ts'

/** Chance to die within a year (Gompertz), with the weight of disease. */
function yearlyMortality(life: Life, day: SampleDay): number {
  const age = ageInYears(life.person.birth, day)
  if (age < 1) return 0.004
  let risk =
    0.0000215 * Math.exp(0.0892 * age) + (age > 85 ? 0.014 : 0) + (age > 15 ? (age < 30 ? 0.0007 : 0.0011) : 0.0001)
  if (isKnown(life, 'heartFailure')) risk *= 1.7
  if (isKnown(life, 'copd')) risk *= 1.4
  if (isKnown(life, 'dementia')) risk *= 1.5
  if (isKnown(life, 'lungCancer')) risk = risk * 2 + 0.1
  if (isKnown(life, 'colorectalCancer') || isKnown(life, 'breastCancer')) risk *= 1.4
  if (life.known.get('kidneyDisease')?.diagnosis === diagnoses.kidneyFailure) risk = risk * 2 + 0.06
  if (life.smokes === 'current') risk *= 1.7
  if (life.person.female) risk *= 0.8
  return life.inHospice ? 0.9 : Math.min(0.8, risk * (1.25 - life.person.position * 0.5))
}

/** Decides in a month whether and when somebody dies; never before the end of a stay that is under way. */
export function dieInMonth(life: Life, from: SampleDay, until: SampleDay): void {
  const { random, chart } = life
  const yearly = yearlyMortality(life, from)
  if (!random.chance(1 - (1 - yearly) ** (1 / 12))) return
  chart.deathDay = Math.max(random.whole(from, until - 1), Math.min(life.busyUntil, until + 40))
}

/** Care at the end of life for some of those who are not expected to live long. */
export function hospiceMonth(life: Life, from: SampleDay): void {
  const { random } = life
  if (
    life.inHospice ||
    ageInYears(life.person.birth, from) < 60 ||
    yearlyMortality(life, from) < 0.12 ||
    !random.chance(0.014)
  )
    return
  life.inHospice = true
  const visit = makeVisit(life, from + random.whole(0, 20), {
    class: 'HH',
    type: visitTypes.hospice,
    reason: diagnoses.palliative
  })
  recordProcedure(life, visit, procedures.palliativeCare)
  recordDiagnosis(life, diagnoses.palliative, {
    onset: visit.start,
    recorded: visit.start,
    stored: visit.stored,
    encounterId: visit.id
  })
  billVisit(life, visit, [{ service: visit.type, price: 42_000 }], [diagnoses.palliative])
}
