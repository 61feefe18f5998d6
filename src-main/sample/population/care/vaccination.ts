import { dayOf, monthOfYear, formatSampleDay, type SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { diagnoses } from '../codes/conditions.ts'
import { vaccines } from '../codes/vaccines.ts'
import type { Life } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import { mix, type Random } from '../base/random.ts'
import { billVaccine } from './claim.ts'
import type { Charge } from './adjudication.ts'
import { recordVaccine } from './record.ts'
import type { Visit } from './visit.ts'

/** Days of age at which a dose is due. */
const childhood: readonly (readonly [age: number, vaccine: SampleConcept])[] = [
  [1, vaccines.hepatitisB],
  [45, vaccines.hepatitisB],
  [190, vaccines.hepatitisB],
  [62, vaccines.rotavirus],
  [124, vaccines.rotavirus],
  [62, vaccines.dtap],
  [124, vaccines.dtap],
  [186, vaccines.dtap],
  [470, vaccines.dtap],
  [1500, vaccines.dtap],
  [62, vaccines.hib],
  [124, vaccines.hib],
  [380, vaccines.hib],
  [62, vaccines.pneumococcal15],
  [124, vaccines.pneumococcal15],
  [186, vaccines.pneumococcal15],
  [380, vaccines.pneumococcal15],
  [62, vaccines.polio],
  [124, vaccines.polio],
  [240, vaccines.polio],
  [1500, vaccines.polio],
  [380, vaccines.mmr],
  [1500, vaccines.mmr],
  [380, vaccines.varicella],
  [1500, vaccines.varicella],
  [400, vaccines.hepatitisA],
  [590, vaccines.hepatitisA],
  [4050, vaccines.papilloma],
  [4240, vaccines.papilloma],
  [4050, vaccines.tdap],
  [4060, vaccines.meningococcal],
  [5900, vaccines.meningococcal]
]

/** Births from here on have their doses in the record. */
const registryStart = dayOf('2016-01-01')
const trivalentFrom = dayOf('2024-07-01')

/** Plans the doses of a child from a person's inclination and the practice's; some families refuse, some doses are missed. */
export function planChildhoodDoses(life: Life): void {
  const { random, person, body, performance } = life
  if (person.birth < registryStart) return
  const refuses = random.chance(0.045)
  const adherence = Math.min(0.997, 0.964 + body.prevention * 0.032 + performance.vaccination * 0.025)
  for (const [age, vaccine] of childhood) {
    const day = person.birth + age + Math.floor(random.exponential(9))
    if (refuses || !random.chance(adherence)) continue
    life.agenda.push({ day, act: (patient, visitDay) => giveVaccine(patient, visitDay, vaccine) })
  }
}

function inclination({ body, performance }: Life): number {
  return 0.5 + body.prevention + performance.vaccination * 0.25
}

/** The season (year of its autumn) that a day belongs to, from August to March; undefined outside. */
export function influenzaSeason(day: SampleDay): number | undefined {
  const month = monthOfYear(day)
  const year = Number(formatSampleDay(day).slice(0, 4))
  return month >= 8 ? year : month <= 3 ? year - 1 : undefined
}

function influenzaVaccine(random: Random, day: SampleDay, age: number): SampleConcept {
  if (day < trivalentFrom) return vaccines.influenzaQuadrivalent
  return age >= 65 && random.chance(0.7) ? vaccines.influenzaHighDose : vaccines.influenza
}

/** One influenza vaccine a season, from September to January, most in October; many outside the practice. */
export function influenzaMonth(life: Life, from: SampleDay, until: SampleDay): void {
  const { random, person } = life
  const month = monthOfYear(from)
  const share = { 9: 0.28, 10: 0.55, 11: 0.4, 12: 0.3, 1: 0.2 }[month]
  const age = ageInYears(person.birth, from)
  const season = influenzaSeason(from)
  if (share === undefined || season === undefined || age < 0.5) return
  const name = `influenza${season}`
  if (!life.latest.has(`wants${season}`)) {
    const base = age >= 65 ? 0.69 : age >= 50 ? 0.46 : age >= 18 ? 0.33 : age >= 2 ? 0.5 : 0.62
    life.latest.set(`wants${season}`, random.chance(Math.min(0.97, base * inclination(life))) ? 1 : 0)
  }
  if (life.latest.get(`wants${season}`) !== 1 || life.latest.has(name) || !random.chance(share)) return
  const day = random.whole(from, until - 1)
  life.latest.set(name, day)
  // Small children have two doses in their first season, four weeks apart; most of them come back for the second.
  if (age < 9 && !life.latest.has('influenzaPrimed')) {
    life.latest.set('influenzaPrimed', day)
    if (mix(person.birth ^ day) % 100 < 84) {
      life.agenda.push({
        day: day + 30,
        act: (patient, visitDay) => giveVaccine(patient, visitDay, vaccines.influenza)
      })
    }
  }
  if (giveVaccine(life, day, influenzaVaccine(random, day, age))) life.tally.influenza.add(season)
  if (random.chance(0.3) && age >= 18) giveVaccine(life, day, vaccines.covid)
}

/** Prices of a dose with giving it, in US cents; children's doses are cheaper under public programs. */
const prices = new Map<SampleConcept, number>([
  [vaccines.influenza, 5200],
  [vaccines.influenzaQuadrivalent, 5200],
  [vaccines.influenzaHighDose, 9800],
  [vaccines.pneumococcal20, 28_000],
  [vaccines.zoster, 21_500],
  [vaccines.tdap, 7200],
  [vaccines.covid, 17_500]
])
const otherDose = 6500

function chargeOf(vaccine: SampleConcept): Charge {
  return { service: vaccine, price: prices.get(vaccine) ?? otherDose }
}

/** A dose apart from a visit: recorded and billed. Returns whether the record shows it. */
function giveVaccine(life: Life, day: SampleDay, vaccine: SampleConcept): boolean {
  const grown = ageInYears(life.person.birth, day) >= 18
  billVaccine(life, day, chargeOf(vaccine), [grown ? diagnoses.wellAdult : diagnoses.wellChild])
  return recordVaccine(life, day, vaccine)
}

/** Vaccines of grown people that are due at a visit. @returns what is billed with the visit */
export function vaccinateAtVisit(life: Life, visit: Visit): Charge[] {
  const charges: Charge[] = []
  const { random, person, latest } = life
  const day = visit.start
  const age = ageInYears(person.birth, day)
  if (age < 19) return charges
  const keen = inclination(life)
  const give = (name: string, vaccine: SampleConcept, every: number, chance: number): void => {
    const last = latest.get(name)
    if (last !== undefined && day - last < every) return
    if (!random.chance(Math.min(0.9, chance * keen))) return
    latest.set(name, day)
    recordVaccine(life, day, vaccine, visit)
    charges.push(chargeOf(vaccine))
  }
  give('tdap', vaccines.tdap, 3650, 0.1)
  if (age >= 65) give('pneumococcal', vaccines.pneumococcal20, 36_500, 0.16)
  if (age >= 50) {
    if (latest.has('zoster1')) {
      if (day - (latest.get('zoster1') ?? 0) > 60) give('zoster2', vaccines.zoster, 36_500, 0.5)
    } else give('zoster1', vaccines.zoster, 36_500, 0.1)
  }
  return charges
}

/** Vaccines that grown people had before the first visit. */
export function rememberVaccines(life: Life, day: SampleDay): void {
  const { random, person, latest } = life
  const age = ageInYears(person.birth, day)
  const had = (name: string, vaccine: SampleConcept, back: number, chance: number): void => {
    if (!random.chance(chance * (0.6 + life.body.prevention * 0.7))) return
    const when = day - random.whole(40, back)
    latest.set(name, when)
    recordVaccine(life, when, vaccine)
  }
  if (age >= 22) had('tdap', vaccines.tdap, 3000, 0.5)
  if (age >= 66) had('pneumococcal', vaccines.pneumococcal23, Math.max(60, Math.floor((age - 65) * 365)), 0.55)
  if (age >= 52) {
    had('zoster1', vaccines.zoster, Math.max(60, Math.min(1600, Math.floor((age - 50) * 365))), 0.3)
    if (latest.has('zoster1') && random.chance(0.75)) {
      latest.set('zoster2', day)
      recordVaccine(life, Math.min(day, (latest.get('zoster1') ?? day) + 90), vaccines.zoster)
    }
  }
}
