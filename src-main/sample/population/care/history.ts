import type { SampleDay } from '../base/calendar.ts'
import { diagnoses } from '../codes/conditions.ts'
import { allergens } from '../codes/services.ts'
import { diseases } from '../base/disease.ts'
import type { Life } from '../life/life.ts'
import { allergyLine } from '../writers/allergy-intolerance.ts'
import { canBeFound, meanDaysToRecord } from './detection.ts'
import { endProblem, enterDisease } from './diagnosing.ts'
import { recordDiagnosis } from './problems.ts'
import { rememberMedicines } from './prescribing.ts'
import { rememberScreening } from './screening.ts'
import { planChildhoodDoses, rememberVaccines } from './vaccination.ts'

/** Fills the record with what is known of the years before the first visit. */
export function remember(life: Life): void {
  const { random, person, onsets } = life
  const joined = person.joined
  planChildhoodDoses(life)
  for (const disease of diseases) {
    const onset = onsets[disease]
    if (onset >= joined) continue
    const recorded = onset + Math.floor(random.exponential(meanDaysToRecord(disease)))
    if (!canBeFound(life, disease) || recorded >= joined) continue
    enterDisease(life, disease, { recorded: Math.max(person.birth, recorded), stored: joined })
    healed(life, disease, recorded, joined)
  }
  const begun = Math.floor(person.birth + 18 * 365.2425)
  if (life.smokes === 'current' && begun < joined && random.chance(0.5)) {
    recordDiagnosis(life, diagnoses.nicotine, {
      onset: begun,
      recorded: Math.max(begun, joined - random.whole(0, 1500)),
      stored: joined
    })
  }
  rememberMedicines(life, joined)
  rememberScreening(life, joined)
  rememberVaccines(life, joined)
  allergies(life)
}

function healed(life: Life, disease: (typeof diseases)[number], recorded: SampleDay, joined: SampleDay): void {
  const { random, person } = life
  const years = (joined - recorded) / 365
  if (disease === 'depression' && years > 1.5 && random.chance(Math.min(0.62, 0.25 + years * 0.04))) {
    endProblem(life, 'depression', Math.floor(recorded + random.between(250, Math.max(300, years * 300))), 'remission')
  }
  const grown = Math.floor(person.birth + random.between(13, 19) * 365)
  if (disease === 'asthma' && recorded < person.birth + 12 * 365 && grown < joined && random.chance(0.45))
    endProblem(life, 'asthma', grown)
  if (disease === 'backPain' && years > 2 && random.chance(0.4))
    endProblem(life, 'backPain', Math.floor(recorded + random.between(200, years * 360)))
}

const allergyKinds = [
  { substance: allergens.penicillin, category: 'medication', chance: 0.075 },
  { substance: allergens.sulfa, category: 'medication', chance: 0.035 },
  { substance: allergens.aspirin, category: 'medication', chance: 0.012 },
  { substance: allergens.peanut, category: 'food', chance: 0.018 },
  { substance: allergens.latex, category: 'environment', chance: 0.008 },
  { substance: allergens.pollen, category: 'environment', chance: 0.07 }
] as const

function allergies(life: Life): void {
  const { random, chart, person, ids } = life
  for (const { substance, category, chance } of allergyKinds) {
    if (!random.chance(chance)) continue
    const id = ids.next()
    const recorded = Math.max(person.birth, person.joined - random.whole(0, 4000))
    const criticality = random.chance(0.25) ? 'high' : 'low'
    if (chart.sees(recorded, person.joined))
      chart.add('AllergyIntolerance', () =>
        allergyLine({ id, substance, category, criticality, recorded }, chart.subject, person.joined)
      )
  }
}
