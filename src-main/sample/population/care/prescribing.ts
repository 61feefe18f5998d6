import type { SampleDay } from '../base/calendar.ts'
import { drugs, type Drug } from '../codes/drugs.ts'
import { a1cAt } from '../life/physiology.ts'
import type { Disease } from '../base/disease.ts'
import type { Life, Slot } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import type { Random } from '../base/random.ts'
import type { Performance } from '../reference/practices.ts'
import { prescribe, renew, takes, type Order } from './pharmacy.ts'
import { isKnown } from '../life/known.ts'
import type { Visit } from './visit.ts'

interface Rule {
  readonly slot: Slot
  readonly for: Disease
  /** Chance per visit to start while the slot is empty. */
  readonly start: number
  readonly choose: (life: Life, age: number) => Drug | undefined
}

/** Type 2 diabetes of many years with high blood sugar, for which tablets are no longer enough. */
function hasExhaustedOralDrugs({ onsets, person, body }: Life, age: number): boolean {
  const years = age - (onsets.diabetes - person.birth) / 365.2425
  return years > 6 && body.sugar > 0.75
}

const rules: readonly Rule[] = [
  {
    slot: 'insulin',
    for: 'diabetes',
    start: 0.6,
    choose: (life, age) => (life.type1 || hasExhaustedOralDrugs(life, age) ? drugs.glargine : undefined)
  },
  {
    slot: 'sugar',
    for: 'diabetes',
    start: 0.75,
    choose: (life) => (life.type1 ? undefined : life.random.pick([drugs.metforminER, drugs.metformin]))
  },
  {
    slot: 'statin',
    for: 'ischemicHeart',
    start: 0.75,
    choose: (life) => life.random.pick([drugs.atorvastatin40, drugs.atorvastatin80])
  },
  {
    slot: 'statin',
    for: 'stroke',
    start: 0.6,
    choose: (life) => life.random.pick([drugs.atorvastatin40, drugs.atorvastatin80])
  },
  {
    slot: 'statin',
    for: 'diabetes',
    start: 0.4,
    choose: (life, age) => (age >= 40 ? life.random.pick([drugs.atorvastatin20, drugs.rosuvastatin10]) : undefined)
  },
  {
    slot: 'statin',
    for: 'hyperlipidemia',
    start: 0.3,
    choose: (life) =>
      life.random.pick([drugs.atorvastatin20, drugs.simvastatin20, drugs.pravastatin40, drugs.rosuvastatin10])
  },
  {
    slot: 'renin',
    for: 'heartFailure',
    start: 0.6,
    choose: (life) => (life.systolic && life.random.chance(0.5) ? drugs.sacubitril : drugs.lisinopril10)
  },
  {
    slot: 'renin',
    for: 'hypertension',
    start: 0.5,
    choose: (life) => life.random.pick([drugs.lisinopril10, drugs.lisinopril20, drugs.losartan50, drugs.losartan100])
  },
  { slot: 'renin', for: 'kidneyDisease', start: 0.3, choose: () => drugs.lisinopril10 },
  { slot: 'calcium', for: 'hypertension', start: 0.14, choose: () => drugs.amlodipine },
  { slot: 'thiazide', for: 'hypertension', start: 0.06, choose: () => drugs.hydrochlorothiazide },
  {
    slot: 'beta',
    for: 'heartFailure',
    start: 0.6,
    choose: (life) => life.random.pick([drugs.carvedilol, drugs.metoprolol])
  },
  { slot: 'beta', for: 'ischemicHeart', start: 0.5, choose: () => drugs.metoprolol },
  { slot: 'beta', for: 'atrialFibrillation', start: 0.5, choose: () => drugs.metoprolol },
  { slot: 'loop', for: 'heartFailure', start: 0.6, choose: () => drugs.furosemide },
  { slot: 'platelets', for: 'stroke', start: 0.6, choose: () => drugs.clopidogrel },
  {
    slot: 'anticoagulant',
    for: 'atrialFibrillation',
    start: 0.6,
    choose: (life) => (life.random.chance(0.8) ? drugs.apixaban : drugs.warfarin)
  },
  {
    slot: 'controller',
    for: 'asthma',
    start: 0.2,
    choose: (life, age) =>
      age < 12 ? drugs.montelukast : life.random.pick([drugs.fluticasone, drugs.fluticasoneSalmeterol])
  },
  {
    slot: 'controller',
    for: 'copd',
    start: 0.55,
    choose: (life) => life.random.pick([drugs.tiotropium, drugs.fluticasoneSalmeterol])
  },
  {
    slot: 'mood',
    for: 'depression',
    start: 0.6,
    choose: (life) => life.random.pick([drugs.sertraline, drugs.escitalopram, drugs.fluoxetine, drugs.bupropion])
  },
  {
    slot: 'mood',
    for: 'anxiety',
    start: 0.12,
    choose: (life) => life.random.pick([drugs.sertraline, drugs.escitalopram])
  },
  { slot: 'memory', for: 'dementia', start: 0.4, choose: () => drugs.donepezil },
  { slot: 'bone', for: 'osteoporosis', start: 0.4, choose: () => drugs.alendronate },
  { slot: 'biologic', for: 'rheumatoidArthritis', start: 0.5, choose: () => drugs.etanercept },
  { slot: 'thyroid', for: 'hypothyroidism', start: 0.9, choose: () => drugs.levothyroxine },
  {
    slot: 'hormone',
    for: 'breastCancer',
    start: 0.5,
    choose: (_life, age) => (age > 50 ? drugs.anastrozole : undefined)
  },
  {
    slot: 'sedative',
    for: 'anxiety',
    start: 0.03,
    choose: (life) => life.random.pick([drugs.lorazepam, drugs.zolpidem])
  }
]

/** Starts, steps up and renews long-term medicines at a visit. */
export function prescribeAtVisit(life: Life, visit: Visit): void {
  const { random, performance, person } = life
  const age = ageInYears(person.birth, visit.start)
  renew(life, visit)
  applyRules(life, visit, age, 1 + performance.control * 0.35)
  if (age > 66 && !takes(life, 'sedative') && random.chance(0.006)) prescribe(life, visit, 'sedative', drugs.zolpidem)
  if (isKnown(life, 'backPain') && random.chance(0.05)) prescribe(life, visit, 'acute', drugs.cyclobenzaprine)
  stepUp(life, visit, age)
  if ((isKnown(life, 'asthma') || isKnown(life, 'copd')) && random.chance(0.3))
    prescribe(life, visit, 'inhaler', drugs.albuterol)
}

/** Share of people who never get a medicine although they have the illness: refused, not tolerated or never thought of. */
const avoided: Partial<Record<Slot, number>> = {
  sugar: 0.04,
  statin: 0.2,
  renin: 0.1,
  calcium: 0.3,
  thiazide: 0.5,
  beta: 0.14,
  loop: 0.2,
  platelets: 0.25,
  anticoagulant: 0.2,
  controller: 0.25,
  mood: 0.25,
  memory: 0.45,
  bone: 0.45,
  hormone: 0.2,
  biologic: 0.5
}

/** Draws the medicines that somebody will not get; fewer where the practice works well. */
export function drawAvoided(random: Random, performance: Performance): ReadonlySet<Slot> {
  const slots = Object.entries(avoided) as [Slot, number][]
  return new Set(
    slots.filter(([, share]) => random.chance(share * (1 - performance.control * 0.5))).map(([slot]) => slot)
  )
}

function applyRules(life: Life, order: Order, age: number, eagerness: number): void {
  for (const rule of rules) {
    if (life.avoids.has(rule.slot) || takes(life, rule.slot) || !isKnown(life, rule.for)) continue
    if (!life.random.chance(Math.min(0.95, rule.start * eagerness))) continue
    const drug = rule.choose(life, age)
    if (drug !== undefined) prescribe(life, order, rule.slot, drug)
  }
}

/** What somebody takes already on the first day on the panel, prescribed in the year before. */
export function rememberMedicines(life: Life, joined: SampleDay): void {
  const { random, person, performance } = life
  if (life.known.size === 0) return
  const order = {
    id: undefined,
    practitionerId: person.clinician.id,
    start: Math.max(person.birth, joined - random.whole(5, 270)),
    stored: joined
  }
  const age = ageInYears(person.birth, joined)
  applyRules(life, order, age, 1.25 + performance.control * 0.4)
  if (isKnown(life, 'diabetes')) {
    for (const day of [joined - 60, joined - 30]) {
      life.lastA1c = { day, value: a1cAt(life, day) }
      stepUp(life, order, age)
    }
  }
  for (const therapy of life.therapies.values()) {
    therapy.nextFill = joined + random.whole(0, therapy.drug.days)
    therapy.suppliedUntil = therapy.nextFill
  }
}

function stepUp(life: Life, visit: Order, age: number): void {
  const { random, performance, lastA1c: last } = life
  if (last === undefined || visit.start - last.day > 200 || !isKnown(life, 'diabetes') || life.type1) return
  const eager = 0.32 * (1 + performance.control * 0.4)
  if (last.value >= 7.8 && takes(life, 'sugar') && !takes(life, 'sugarSecond') && random.chance(eager)) {
    const older =
      age > 68 ? [drugs.glipizide, drugs.glyburide, drugs.empagliflozin] : [drugs.empagliflozin, drugs.semaglutide]
    prescribe(life, visit, 'sugarSecond', random.pick([...older, drugs.glipizide]))
  } else if (last.value >= 9 && takes(life, 'sugarSecond') && !takes(life, 'insulin') && random.chance(eager)) {
    prescribe(life, visit, 'insulin', drugs.glargine)
  }
}
