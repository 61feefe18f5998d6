import { sampleConcept, rxnorm, type SampleConcept } from './concept.ts'

/** A product that is prescribed and dispensed. */
export interface Drug {
  readonly concept: SampleConcept
  /** Units per day. */
  readonly perDay: number
  /** Days of one fill. */
  readonly days: number
  /** Refills after the first fill. */
  readonly refills: number
  /** Price of one day in US cents. */
  readonly dayPrice: number
}

function chronic(display: string, code: string, dayPrice: number, perDay = 1, days = 90): Drug {
  return {
    concept: sampleConcept(display, [rxnorm, code]),
    perDay,
    days,
    refills: Math.round(360 / days) - 1,
    dayPrice
  }
}

function course(display: string, code: string, days: number, perDay: number, dayPrice: number): Drug {
  return { concept: sampleConcept(display, [rxnorm, code]), perDay, days, refills: 0, dayPrice }
}

/** Thirty days at a time with a few refills, then it ends. */
function limited(display: string, code: string, dayPrice: number, refills: number): Drug {
  return { concept: sampleConcept(display, [rxnorm, code]), perDay: 1, days: 30, refills, dayPrice }
}

/** Products by RxNorm clinical drug. */
export const drugs = {
  metforminER: chronic('metformin ER 500 MG tablet', '860975', 22, 3),
  metformin: chronic('metformin 1000 MG tablet', '861004', 18, 2),
  glipizide: chronic('glipizide 5 MG tablet', '310490', 20, 2),
  glyburide: chronic('glyburide 5 MG tablet', '310537', 24, 1),
  empagliflozin: chronic('empagliflozin 10 MG tablet', '1545658', 2000),
  semaglutide: chronic('semaglutide 1.34 MG/ML pen', '1991306', 3300, 0.05, 28),
  glargine: chronic('insulin glargine 100 UNT/ML', '311041', 900, 0.3, 30),
  atorvastatin20: chronic('atorvastatin 20 MG tablet', '617310', 16),
  atorvastatin40: chronic('atorvastatin 40 MG tablet', '617311', 20),
  atorvastatin80: chronic('atorvastatin 80 MG tablet', '259255', 26),
  rosuvastatin10: chronic('rosuvastatin 10 MG tablet', '859747', 28),
  simvastatin20: chronic('simvastatin 20 MG tablet', '312961', 12),
  pravastatin40: chronic('pravastatin 40 MG tablet', '904475', 18),
  lisinopril10: chronic('lisinopril 10 MG tablet', '314076', 9),
  lisinopril20: chronic('lisinopril 20 MG tablet', '314077', 11),
  losartan50: chronic('losartan 50 MG tablet', '979492', 17),
  losartan100: chronic('losartan 100 MG tablet', '979480', 21),
  amlodipine: chronic('amlodipine 5 MG tablet', '197361', 10),
  hydrochlorothiazide: chronic('hydrochlorothiazide 25 MG tablet', '310798', 8),
  metoprolol: chronic('metoprolol succinate ER 100 MG tablet', '866412', 35),
  carvedilol: chronic('carvedilol 12.5 MG tablet', '200032', 14, 2),
  sacubitril: chronic('sacubitril 49 MG / valsartan 51 MG tablet', '1656349', 2150, 2),
  furosemide: chronic('furosemide 40 MG tablet', '313988', 9),
  clopidogrel: chronic('clopidogrel 75 MG tablet', '309362', 22),
  apixaban: chronic('apixaban 5 MG tablet', '1364445', 1950, 2),
  warfarin: chronic('warfarin 5 MG tablet', '855332', 19),
  albuterol: course('albuterol 0.09 MG/ACTUAT inhaler', '2123111', 50, 0.02, 95),
  fluticasone: chronic('fluticasone 0.044 MG/ACTUAT inhaler', '895994', 560, 0.035, 60),
  fluticasoneSalmeterol: chronic('fluticasone 0.25 MG / salmeterol 0.05 MG inhaler', '896209', 690, 0.035, 60),
  tiotropium: chronic('tiotropium 0.018 MG inhalation powder', '485032', 1700),
  montelukast: chronic('montelukast 10 MG tablet', '200224', 21),
  sertraline: chronic('sertraline 50 MG tablet', '312941', 15),
  escitalopram: chronic('escitalopram 10 MG tablet', '349332', 16),
  fluoxetine: chronic('fluoxetine 20 MG capsule', '310385', 12),
  bupropion: chronic('bupropion XL 150 MG tablet', '993541', 48),
  donepezil: chronic('donepezil 10 MG tablet', '997223', 24),
  alendronate: chronic('alendronate 10 MG tablet', '904419', 45),
  levothyroxine: chronic('levothyroxine 0.075 MG tablet', '966222', 24),
  anastrozole: chronic('anastrozole 1 MG tablet', '199224', 38),
  etanercept: chronic('etanercept 50 MG/ML prefilled syringe', '802652', 24_000, 0.143, 28),
  zolpidem: limited('zolpidem 10 MG tablet', '854873', 30, 2),
  lorazepam: limited('lorazepam 1 MG tablet', '197901', 22, 2),
  nicotinePatch: course('nicotine 21 MG/24HR patch', '198031', 28, 1, 190),
  varenicline: course('varenicline 1 MG tablet', '636671', 28, 2, 640),
  cyclobenzaprine: course('cyclobenzaprine 10 MG tablet', '828348', 10, 2, 40),
  amoxicillin: course('amoxicillin 500 MG tablet', '308192', 10, 2, 55),
  azithromycin: course('azithromycin 250 MG tablet', '308460', 5, 1, 160),
  nitrofurantoin: course('nitrofurantoin 100 MG capsule', '1648755', 5, 2, 260),
  prednisone: course('prednisone 20 MG tablet', '312615', 5, 2, 70),
  oxycodone: course('oxycodone 5 MG / acetaminophen 325 MG tablet', '1049221', 5, 4, 95)
} as const satisfies Record<string, Drug>
