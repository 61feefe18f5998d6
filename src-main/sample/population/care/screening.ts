import type { SampleDay } from '../base/calendar.ts'
import { clinical, coded, panels } from '../codes/observations.ts'
import { diagnoses } from '../codes/conditions.ts'
import { findings, procedures, visitTypes } from '../codes/services.ts'
import type { Life } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import { billVisit } from './claim.ts'
import type { Charge } from './adjudication.ts'
import { isKnown } from '../life/known.ts'
import { recordFinding, recordMeasure, recordOldProcedure, recordProcedure, recordReport } from './record.ts'
import { makeVisit, workday, type Visit } from './visit.ts'

interface Screen {
  readonly name: string
  readonly every: number
  /** Chance at a yearly visit while it is due, before practice and person. */
  readonly chance: number
  readonly applies: (life: Life, age: number) => boolean
  readonly act: (life: Life, day: SampleDay) => void
  /** Days from the order to the service. */
  readonly wait: readonly [number, number]
}

const screens: readonly Screen[] = [
  {
    name: 'colonoscopy',
    every: 3600,
    chance: 0.2,
    wait: [15, 90],
    act: colonoscopy,
    applies: (life, age) => age >= 45 && age < 76 && !life.latest.has('colectomy')
  },
  {
    name: 'mammography',
    every: 640,
    chance: 0.52,
    wait: [5, 60],
    act: mammography,
    applies: (life, age) => life.person.female && age >= 40 && age < 75 && !life.latest.has('mastectomy')
  },
  {
    name: 'densitometry',
    every: 1400,
    chance: 0.28,
    wait: [10, 60],
    act: densitometry,
    applies: (life, age) => life.person.female && age >= 65
  },
  {
    name: 'retina',
    every: 300,
    chance: 0.62,
    wait: [7, 70],
    act: eyeExam,
    applies: (life) => isKnown(life, 'diabetes')
  },
  {
    name: 'spirometry',
    every: 800,
    chance: 0.3,
    wait: [3, 30],
    act: spirometry,
    applies: (life) => isKnown(life, 'copd')
  },
  { name: 'echo', every: 700, chance: 0.4, wait: [3, 40], act: echo, applies: (life) => isKnown(life, 'heartFailure') }
]

/** Orders the screening that is due; it happens some days later, if the person goes. @returns tests that are billed with the visit */
export function orderScreening(life: Life, visit: Visit): readonly Charge[] {
  const { random, person, performance, body, signals } = life
  const age = ageInYears(person.birth, visit.start)
  const uptake = 0.55 + body.prevention * 0.8 + performance.screening * 0.4
  for (const screen of screens) {
    if (!screen.applies(life, age)) continue
    const last = life.latest.get(screen.name)
    if (last !== undefined && visit.start - last < screen.every) continue
    const gap = screen.name === 'mammography' && person.background.hispanic ? signals.screeningGap.ofHispanic : 1
    if (!random.chance(Math.min(0.95, screen.chance * uptake) * gap)) continue
    const day = workday(visit.start + random.whole(screen.wait[0], screen.wait[1]))
    life.latest.set(screen.name, day)
    life.agenda.push({ day, act: screen.act })
  }
  const charges = age >= 45 && age < 76 ? stoolTest(life, visit, uptake) : []
  if (person.female && age >= 21 && age < 65 && !life.latest.has('hysterectomy')) cervicalTest(life, visit, age, uptake)
  return charges
}

function stoolTest(life: Life, visit: Visit, uptake: number): readonly Charge[] {
  const scope = life.latest.get('colonoscopy')
  const last = life.latest.get('stool')
  if (scope !== undefined && visit.start - scope < 3600) return []
  if (last !== undefined && visit.start - last < 330) return []
  if (!life.random.chance(0.17 * uptake)) return []
  life.latest.set('stool', visit.start)
  const positive = life.random.chance(0.05)
  recordFinding(life, visit, coded.stoolBlood, positive ? findings.positive : findings.negative, 'laboratory')
  const charges = [{ service: coded.stoolBlood, price: 1900 }]
  if (!positive) return charges
  const day = workday(visit.start + life.random.whole(20, 80))
  life.latest.set('colonoscopy', day)
  life.agenda.push({ day, act: colonoscopy })
  return charges
}

function cervicalTest(life: Life, visit: Visit, age: number, uptake: number): void {
  const last = life.latest.get('cervical')
  const viral = age >= 30 && life.random.chance(0.6)
  if (last !== undefined && visit.start - last < (viral ? 1700 : 1030)) return
  if (!life.random.chance(Math.min(0.9, 0.42 * uptake))) return
  life.latest.set('cervical', visit.start)
  if (viral)
    recordFinding(
      life,
      visit,
      coded.papilloma,
      life.random.chance(0.08) ? findings.positive : findings.negative,
      'laboratory'
    )
  else
    recordFinding(
      life,
      visit,
      coded.cytology,
      life.random.chance(0.05) ? findings.abnormal : findings.normal,
      'laboratory'
    )
}

function colonoscopy(life: Life, day: SampleDay): void {
  const visit = makeVisit(life, day, { class: 'AMB', type: visitTypes.diagnostic, facility: 0, role: 'hospitalist' })
  recordProcedure(life, visit, procedures.colonoscopy)
  billVisit(life, visit, [{ service: procedures.colonoscopy, price: 162_000 }], [diagnoses.wellAdult])
}

function mammography(life: Life, day: SampleDay): void {
  const visit = makeVisit(life, day, {
    class: 'AMB',
    type: visitTypes.diagnostic,
    facility: life.random.whole(0, 1),
    role: 'hospitalist'
  })
  recordProcedure(life, visit, procedures.mammography)
  recordReport(life, visit, 'imaging', panels.mammography, [])
  billVisit(life, visit, [{ service: procedures.mammography, price: 21_500 }], [diagnoses.wellAdult])
}

function densitometry(life: Life, day: SampleDay): void {
  const visit = makeVisit(life, day, { class: 'AMB', type: visitTypes.diagnostic, facility: 0, role: 'hospitalist' })
  recordProcedure(life, visit, procedures.densitometry)
  recordMeasure(
    life,
    visit,
    clinical.boneScore,
    isKnown(life, 'osteoporosis') ? life.random.normal(-2.9, 0.35) : life.random.normal(-1.1, 0.7),
    'imaging'
  )
  recordReport(life, visit, 'imaging', panels.densitometry, [])
  billVisit(life, visit, [{ service: procedures.densitometry, price: 9200 }], [diagnoses.wellAdult])
}

function eyeExam(life: Life, day: SampleDay): void {
  if (!isKnown(life, 'diabetes')) return
  const reason = isKnown(life, 'retinopathy') ? diagnoses.retinopathy : diagnoses.diabetes
  const visit = makeVisit(life, day, { class: 'AMB', type: visitTypes.eye, facility: 0, role: 'eye', reason })
  recordProcedure(life, visit, procedures.retina)
  billVisit(life, visit, [{ service: procedures.retina, price: 13_800 }], [reason])
}

function spirometry(life: Life, day: SampleDay): void {
  const visit = makeVisit(life, day, { class: 'AMB', type: visitTypes.diagnostic, reason: diagnoses.copd })
  recordProcedure(life, visit, procedures.spirometry)
  recordMeasure(life, visit, clinical.airflowRatio, Math.max(30, life.random.normal(57, 7)), 'procedure')
  billVisit(life, visit, [{ service: procedures.spirometry, price: 6400 }], [diagnoses.copd])
}

function echo(life: Life, day: SampleDay): void {
  const visit = makeVisit(life, day, {
    class: 'AMB',
    type: visitTypes.diagnostic,
    facility: life.random.whole(0, 1),
    role: 'cardiology',
    reason: diagnoses.heartFailure
  })
  recordProcedure(life, visit, procedures.echo)
  recordMeasure(
    life,
    visit,
    clinical.ejectionFraction,
    life.systolic ? Math.min(40, life.random.normal(33, 5)) : life.random.normal(58, 5),
    'imaging'
  )
  recordReport(life, visit, 'imaging', panels.echo, [])
  billVisit(life, visit, [{ service: procedures.echo, price: 28_500 }], [diagnoses.heartFailure])
}

/** What was screened or removed before the first visit, as the history tells it. */
export function rememberScreening(life: Life, day: SampleDay): void {
  const { random, person, body } = life
  const age = ageInYears(person.birth, day)
  const told = 0.35 + body.prevention * 0.6
  if (age > 48 && random.chance(told * 0.72)) {
    const when = day - random.whole(30, Math.min(3600, Math.floor((age - 47) * 365)))
    life.latest.set('colonoscopy', when)
    recordOldProcedure(life, when, procedures.colonoscopy)
  }
  if (person.female && age > 41 && random.chance(told)) {
    const when = day - random.whole(30, 720)
    life.latest.set('mammography', when)
    recordOldProcedure(life, when, procedures.mammography)
  }
  if (person.female && age > 21 && random.chance(told)) life.latest.set('cervical', day - random.whole(30, 1000))
  const removed = (
    name: string,
    after: number,
    chance: number,
    code: (typeof procedures)[keyof typeof procedures]
  ): void => {
    if (age < after + 1 || !random.chance(chance)) return
    const when = day - random.whole(100, Math.floor((age - after) * 365))
    life.latest.set(name, when)
    recordOldProcedure(life, when, code)
  }
  if (person.female) {
    removed('hysterectomy', 38, 0.14, procedures.hysterectomy)
    removed('mastectomy', 38, 0.008, procedures.mastectomy)
  }
  removed('colectomy', 45, 0.003, procedures.colectomy)
  removed('hip', 58, 0.04, procedures.hipReplacement)
  removed('gallbladder', 35, 0.07, procedures.cholecystectomy)
}
