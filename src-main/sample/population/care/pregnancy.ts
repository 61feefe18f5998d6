import type { SampleDay } from '../base/calendar.ts'
import { diagnoses } from '../codes/conditions.ts'
import { labs } from '../codes/observations.ts'
import { procedures, visitTypes } from '../codes/services.ts'
import { pressureAt } from '../life/physiology.ts'
import type { Life, Problem } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import { billVisit } from './claim.ts'
import { admissions, admit } from './hospital.ts'
import { recordDiagnosis } from './problems.ts'
import { recordLab, recordPressure } from './record.ts'
import { makeVisit, workday } from './visit.ts'

/** Births per woman and month by age. */
function fertility(age: number): number {
  if (age < 16 || age > 44) return 0
  return age < 20 ? 0.0018 : age < 25 ? 0.0062 : age < 35 ? 0.0088 : age < 40 ? 0.0046 : 0.001
}

/** A pregnancy may begin; its visits, complications and birth are arranged. */
export function pregnancyMonth(life: Life, from: SampleDay): void {
  const { random, person } = life
  if (!person.female || from < life.dueDay + 240) return
  if (!random.chance(fertility(ageInYears(person.birth, from)))) return
  const begun = from - random.whole(35, 55)
  life.dueDay = begun + random.whole(262, 288)
  const plan: { pregnancy: Problem | undefined } = { pregnancy: undefined }
  for (const week of [9, 16, 22, 28, 33, 37]) {
    life.agenda.push({
      day: workday(begun + week * 7 + random.whole(0, 5)),
      act: (patient, day) => prenatalVisit(patient, day, week, plan)
    })
  }
  life.agenda.push({ day: life.dueDay, act: (patient, day) => birth(patient, day, plan) })
}

function prenatalVisit(life: Life, day: SampleDay, week: number, plan: { pregnancy: Problem | undefined }): void {
  const { random } = life
  if (random.chance(0.12)) return
  const visit = makeVisit(life, day, {
    class: 'AMB',
    type: visitTypes.prenatal,
    reason: diagnoses.pregnancy,
    role: 'obstetrics'
  })
  const recording = { onset: day - week * 7, recorded: day, stored: visit.stored, encounterId: visit.id }
  plan.pregnancy ??= recordDiagnosis(life, diagnoses.pregnancy, recording)
  recordPressure(life, visit, ...pressureAt(life, day))
  if (week === 28) {
    const glucose = random.normal(112, 22)
    recordLab(life, visit, labs.glucose, glucose)
    if (glucose > 146)
      recordDiagnosis(life, diagnoses.gestationalDiabetes, { ...recording, onset: day }).abated = life.dueDay + 40
  }
  if (week === 33 && random.chance(0.05))
    recordDiagnosis(life, diagnoses.preeclampsia, { ...recording, onset: day }).abated = life.dueDay + 30
  billVisit(life, visit, [{ service: visit.type, price: 11_500 }], [diagnoses.pregnancy])
}

function birth(life: Life, day: SampleDay, plan: { pregnancy: Problem | undefined }): void {
  const cesarean = life.random.chance(0.32)
  admit(
    life,
    day,
    cesarean
      ? { ...admissions.delivery, length: 3.1, price: 980_000, procedure: procedures.cesarean }
      : admissions.delivery
  )
  if (plan.pregnancy !== undefined) plan.pregnancy.abated = day + 1
}
