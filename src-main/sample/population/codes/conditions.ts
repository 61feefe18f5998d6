import { sampleConcept, icd10, snomedSystem, type SampleConcept } from './concept.ts'

/** A diagnosis in SNOMED CT and ICD-10-CM. */
export interface Diagnosis extends SampleConcept {
  readonly icd: string
  /** CodeableConcept with the ICD-10-CM code alone, as claims carry it. */
  readonly claimJson: string
}

function diagnosis(display: string, snomedCode: string, icd: string): Diagnosis {
  const main = sampleConcept(display, [snomedSystem, snomedCode])
  const billing = JSON.stringify({ system: icd10, code: icd })
  return { ...main, json: `{"coding":[${main.coding},${billing}]}`, icd, claimJson: `{"coding":[${billing}]}` }
}

/** Every diagnosis that the population uses. Displays are our own short words. */
export const diagnoses = {
  prediabetes: diagnosis('Prediabetes', '714628002', 'R73.03'),
  diabetes: diagnosis('Type 2 diabetes', '44054006', 'E11.9'),
  diabetesType1: diagnosis('Type 1 diabetes', '46635009', 'E10.9'),
  diabeticKidney: diagnosis('Diabetic kidney disease', '127013003', 'E11.22'),
  retinopathy: diagnosis('Diabetic retinopathy', '422034002', 'E11.319'),
  neuropathy: diagnosis('Diabetic neuropathy', '368581000119106', 'E11.42'),
  hypoglycemia: diagnosis('Hypoglycemia', '302866003', 'E16.2'),
  hyperglycemia: diagnosis('Diabetes with hyperglycemia', '44054006', 'E11.65'),
  hypertension: diagnosis('Hypertension', '59621000', 'I10'),
  hyperlipidemia: diagnosis('Hyperlipidemia', '55822004', 'E78.5'),
  mixedHyperlipidemia: diagnosis('Mixed hyperlipidemia', '267434003', 'E78.2'),
  obesity: diagnosis('Obesity', '414916001', 'E66.9'),
  severeObesity: diagnosis('Severe obesity', '238136002', 'E66.01'),
  kidney3a: diagnosis('Chronic kidney disease stage 3a', '700378005', 'N18.31'),
  kidney3b: diagnosis('Chronic kidney disease stage 3b', '700379002', 'N18.32'),
  kidney4: diagnosis('Chronic kidney disease stage 4', '431857002', 'N18.4'),
  kidney5: diagnosis('Chronic kidney disease stage 5', '433146000', 'N18.5'),
  kidneyFailure: diagnosis('End-stage renal disease', '46177005', 'N18.6'),
  ischemicHeart: diagnosis('Coronary artery disease', '53741008', 'I25.10'),
  infarction: diagnosis('Myocardial infarction without ST elevation', '401314000', 'I21.4'),
  infarctionStemi: diagnosis('ST elevation myocardial infarction', '401303003', 'I21.3'),
  oldInfarction: diagnosis('Old myocardial infarction', '1755008', 'I25.2'),
  heartFailure: diagnosis('Heart failure', '84114007', 'I50.9'),
  systolicFailure: diagnosis('Chronic systolic heart failure', '441481004', 'I50.22'),
  diastolicFailure: diagnosis('Chronic diastolic heart failure', '441530006', 'I50.32'),
  acuteFailure: diagnosis('Acute on chronic systolic heart failure', '443253003', 'I50.23'),
  atrialFibrillation: diagnosis('Atrial fibrillation', '49436004', 'I48.91'),
  stroke: diagnosis('Ischemic stroke', '422504002', 'I63.9'),
  transientIschemia: diagnosis('Transient ischemic attack', '266257000', 'G45.9'),
  asthma: diagnosis('Asthma', '195967001', 'J45.909'),
  mildAsthma: diagnosis('Mild persistent asthma', '426979002', 'J45.30'),
  moderateAsthma: diagnosis('Moderate persistent asthma', '427295004', 'J45.40'),
  asthmaAttack: diagnosis('Asthma exacerbation', '281239006', 'J45.901'),
  copd: diagnosis('Chronic obstructive pulmonary disease', '13645005', 'J44.9'),
  copdAttack: diagnosis('COPD exacerbation', '195951007', 'J44.1'),
  depression: diagnosis('Major depressive disorder', '370143000', 'F32.9'),
  recurrentDepression: diagnosis('Recurrent major depression', '66344007', 'F33.9'),
  anxiety: diagnosis('Generalized anxiety disorder', '21897009', 'F41.1'),
  alzheimer: diagnosis("Alzheimer's disease", '26929004', 'G30.9'),
  vascularDementia: diagnosis('Vascular dementia', '429998004', 'F01.50'),
  dementia: diagnosis('Dementia', '52448006', 'F03.90'),
  osteoporosis: diagnosis('Osteoporosis', '64859006', 'M81.0'),
  breastCancer: diagnosis('Breast cancer', '254837009', 'C50.919'),
  colorectalCancer: diagnosis('Colon cancer', '363406005', 'C18.9'),
  prostateCancer: diagnosis('Prostate cancer', '399068003', 'C61'),
  lungCancer: diagnosis('Lung cancer', '254637007', 'C34.90'),
  osteoarthritis: diagnosis('Osteoarthritis of knee', '239873007', 'M17.9'),
  backPain: diagnosis('Chronic low back pain', '278860009', 'M54.50'),
  reflux: diagnosis('Gastroesophageal reflux', '235595009', 'K21.9'),
  sleepApnea: diagnosis('Obstructive sleep apnea', '78275009', 'G47.33'),
  hypothyroidism: diagnosis('Hypothyroidism', '40930008', 'E03.9'),
  nicotine: diagnosis('Nicotine dependence', '56294008', 'F17.210'),
  pregnancy: diagnosis('Pregnancy', '72892002', 'Z34.90'),
  gestationalDiabetes: diagnosis('Gestational diabetes', '11687002', 'O24.419'),
  preeclampsia: diagnosis('Pre-eclampsia', '398254007', 'O14.90'),
  delivery: diagnosis('Single live birth', '169826009', 'Z37.0'),
  coldInfection: diagnosis('Upper respiratory infection', '54150009', 'J06.9'),
  influenza: diagnosis('Influenza', '6142004', 'J11.1'),
  pneumonia: diagnosis('Pneumonia', '233604007', 'J18.9'),
  bronchitis: diagnosis('Acute bronchitis', '10509002', 'J20.9'),
  sinusitis: diagnosis('Sinusitis', '36971009', 'J01.90'),
  strepThroat: diagnosis('Streptococcal sore throat', '43878008', 'J02.0'),
  otitis: diagnosis('Otitis media', '65363002', 'H66.90'),
  urinaryInfection: diagnosis('Urinary tract infection', '68566005', 'N39.0'),
  gastroenteritis: diagnosis('Gastroenteritis', '25374005', 'K52.9'),
  rash: diagnosis('Rash', '271807003', 'R21'),
  ankleSprain: diagnosis('Ankle sprain', '44465007', 'S93.409A'),
  forearmFracture: diagnosis('Fracture of forearm', '65966004', 'S52.90XA'),
  laceration: diagnosis('Laceration of forearm', '283371005', 'S51.819A'),
  concussion: diagnosis('Concussion', '110030002', 'S06.0X0A'),
  hipFracture: diagnosis('Fracture of neck of femur', '5913000', 'S72.009A'),
  chestPain: diagnosis('Chest pain', '29857009', 'R07.9'),
  abdominalPain: diagnosis('Abdominal pain', '21522001', 'R10.9'),
  headache: diagnosis('Headache', '25064002', 'R51.9'),
  sepsis: diagnosis('Sepsis', '91302008', 'A41.9'),
  appendicitis: diagnosis('Appendicitis', '74400008', 'K37'),
  gallstones: diagnosis('Gallstones', '235919008', 'K80.20'),
  palliative: diagnosis('Palliative care', '103735009', 'Z51.5'),
  wellAdult: diagnosis('General adult examination', '268565007', 'Z00.00'),
  wellChild: diagnosis('Routine child examination', '410620009', 'Z00.129')
} as const satisfies Record<string, Diagnosis>
