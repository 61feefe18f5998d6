import { procedures, visitTypes } from '../codes/services.ts'
import { diagnoses } from '../codes/conditions.ts'
import { scores } from '../codes/observations.ts'
import { moodAt } from '../life/physiology.ts'
import type { SampleDay } from '../base/calendar.ts'
import type { Life } from '../life/life.ts'
import { billVisit } from './claim.ts'
import { endProblem, enterDisease } from './diagnosing.ts'
import { prescribeAtVisit } from './prescribing.ts'
import { stopTherapy } from './pharmacy.ts'
import { hasBegun, isKnown } from '../life/known.ts'
import { recordMeasure, recordProcedure } from './record.ts'
import { makeVisit, workday, type Visit } from './visit.ts'

/** A positive screen leads to a plan on the same day, if the practice follows up, and to a diagnosis in true cases. */
export function followPositiveScreen(life: Life, visit: Visit): void {
  const { random, performance } = life
  if (random.chance(0.62 + performance.followUp * 0.3)) {
    recordProcedure(life, visit, random.chance(0.5) ? procedures.psychiatryReferral : procedures.therapy)
  }
  if (!hasBegun(life, 'depression', visit.start) || life.known.has('depression')) return
  enterDisease(life, 'depression', { recorded: visit.start, stored: visit.stored, encounterId: visit.id })
  startDepressionCare(life, visit.start)
}

/** After the diagnosis: contacts with a PHQ-9 every few weeks, then remission for those whom treatment helps. */
export function startDepressionCare(life: Life, day: SampleDay): void {
  const { random, performance } = life
  const contacts = random.chance(0.65 + performance.followUp * 0.25) ? [35, 80, 170, 365] : [120]
  for (const wait of contacts) {
    life.agenda.push({ day: workday(day + wait + random.whole(-8, 20)), act: contact })
  }
  if (life.responds) life.agenda.push({ day: day + random.whole(380, 900), act: remit })
}

function contact(life: Life, day: SampleDay): void {
  if (!isKnown(life, 'depression') || life.random.chance(0.25)) return
  const remote = life.random.chance(0.45)
  const visit = makeVisit(life, day, {
    class: remote ? 'VR' : 'AMB',
    type: remote ? visitTypes.telehealth : visitTypes.psychotherapy,
    reason: diagnoses.depression
  })
  recordMeasure(life, visit, scores.phq9, moodAt(life, day), 'survey')
  life.latest.set('phq9', day)
  prescribeAtVisit(life, visit)
  billVisit(life, visit, [{ service: visit.type, price: 9800 }], [diagnoses.depression])
}

function remit(life: Life, day: SampleDay): void {
  endProblem(life, 'depression', day, 'remission')
  stopTherapy(life, 'mood', day + 60, 'completed')
}
