import { sampleConcept, hcpcs, snomedSystem, type SampleConcept } from './concept.ts'

/** What an encounter was, in SNOMED CT. */
export const visitTypes = {
  office: sampleConcept('Office visit', [snomedSystem, '185349003']),
  followUp: sampleConcept('Follow-up encounter', [snomedSystem, '390906007']),
  problem: sampleConcept('Encounter for problem', [snomedSystem, '185347001']),
  pediatric: sampleConcept('Pediatric office visit', [snomedSystem, '3391000175108']),
  wellness: sampleConcept('Annual wellness visit', [snomedSystem, '444971000124105'], [hcpcs, 'G0439']),
  preventive: sampleConcept('Periodic preventive visit', [snomedSystem, '86013001']),
  wellChild: sampleConcept('Well child visit', [snomedSystem, '410620009'], [snomedSystem, '3391000175108']),
  telehealth: sampleConcept('Telemedicine consultation', [snomedSystem, '448337001']),
  telephone: sampleConcept('Telephone encounter', [snomedSystem, '185317003']),
  emergency: sampleConcept('Emergency department visit', [snomedSystem, '4525004']),
  admission: sampleConcept('Hospital admission', [snomedSystem, '32485007']),
  emergencyAdmission: sampleConcept('Emergency hospital admission', [snomedSystem, '183452005']),
  electiveAdmission: sampleConcept('Elective hospital admission', [snomedSystem, '8715000']),
  specialist: sampleConcept('Follow-up consultation', [snomedSystem, '281036007']),
  prenatal: sampleConcept('Prenatal visit', [snomedSystem, '424619006']),
  eye: sampleConcept('Ophthalmic examination', [snomedSystem, '36228007']),
  psychotherapy: sampleConcept('Psychotherapy visit', [snomedSystem, '18512000']),
  diagnostic: sampleConcept('Diagnostic visit', [snomedSystem, '308335008']),
  hospice: sampleConcept('Hospice care', [snomedSystem, '385765002'])
} as const satisfies Record<string, SampleConcept>

/** Procedures in SNOMED CT, some with HCPCS Level II; no CPT. */
export const procedures = {
  colonoscopy: sampleConcept('Colonoscopy', [snomedSystem, '73761001'], [hcpcs, 'G0121']),
  mammography: sampleConcept('Screening mammography', [snomedSystem, '24623002']),
  retina: sampleConcept('Dilated fundus examination', [snomedSystem, '308110009']),
  coronaryIntervention: sampleConcept('Percutaneous coronary intervention', [snomedSystem, '415070008']),
  bypass: sampleConcept('Coronary artery bypass', [snomedSystem, '232717009']),
  dialysis: sampleConcept('Hemodialysis', [snomedSystem, '302497006']),
  hysterectomy: sampleConcept('Hysterectomy', [snomedSystem, '236886002']),
  mastectomy: sampleConcept('Bilateral mastectomy', [snomedSystem, '27865001']),
  colectomy: sampleConcept('Total colectomy', [snomedSystem, '26390003']),
  hipReplacement: sampleConcept('Total hip replacement', [snomedSystem, '52734007']),
  kneeReplacement: sampleConcept('Total knee replacement', [snomedSystem, '609588000']),
  appendectomy: sampleConcept('Appendectomy', [snomedSystem, '80146002']),
  cholecystectomy: sampleConcept('Cholecystectomy', [snomedSystem, '38102005']),
  cesarean: sampleConcept('Cesarean section', [snomedSystem, '11466000']),
  vaginalDelivery: sampleConcept('Vaginal delivery', [snomedSystem, '177184002']),
  densitometry: sampleConcept('Bone density scan', [snomedSystem, '312681000']),
  spirometry: sampleConcept('Spirometry', [snomedSystem, '127783003']),
  echo: sampleConcept('Echocardiography', [snomedSystem, '40701008']),
  dietEducation: sampleConcept('Diet education', [snomedSystem, '11816003']),
  tobaccoCounselling: sampleConcept('Smoking cessation education', [snomedSystem, '225323000']),
  reconciliation: sampleConcept('Medication reconciliation', [snomedSystem, '430193006']),
  psychiatryReferral: sampleConcept('Referral to psychiatry', [snomedSystem, '183524004']),
  therapy: sampleConcept('Cognitive and behavioral therapy', [snomedSystem, '228557008']),
  palliativeCare: sampleConcept('Palliative care', [snomedSystem, '103735009']),
  pacemaker: sampleConcept('Pacemaker insertion', [snomedSystem, '307280005'])
} as const satisfies Record<string, SampleConcept>

/** Devices in SNOMED CT. */
export const devices = {
  pacemaker: sampleConcept('Cardiac pacemaker', [snomedSystem, '14106009']),
  airway: sampleConcept('CPAP unit', [snomedSystem, '702172008']),
  glucoseMeter: sampleConcept('Blood glucose meter', [snomedSystem, '337414009'])
} as const satisfies Record<string, SampleConcept>

/** Allergies: substances in RxNorm or SNOMED CT. */
export const allergens = {
  penicillin: sampleConcept('Penicillin G', ['http://www.nlm.nih.gov/research/umls/rxnorm', '7980']),
  sulfa: sampleConcept('Sulfamethoxazole / Trimethoprim', ['http://www.nlm.nih.gov/research/umls/rxnorm', '10831']),
  aspirin: sampleConcept('Aspirin', ['http://www.nlm.nih.gov/research/umls/rxnorm', '1191']),
  peanut: sampleConcept('Peanut', [snomedSystem, '762952008']),
  latex: sampleConcept('Latex', [snomedSystem, '111088007']),
  pollen: sampleConcept('Grass pollen', [snomedSystem, '256277009'])
} as const satisfies Record<string, SampleConcept>

/** Answers to the question about smoking, in SNOMED CT. */
export const smokingStates = {
  current: sampleConcept('Smokes every day', [snomedSystem, '449868002']),
  former: sampleConcept('Former smoker', [snomedSystem, '8517006']),
  never: sampleConcept('Never smoked', [snomedSystem, '266919005'])
} as const satisfies Record<string, SampleConcept>

/** Coded results. */
export const findings = {
  normal: sampleConcept('Normal', [snomedSystem, '17621005']),
  abnormal: sampleConcept('Abnormal', [snomedSystem, '263654008']),
  negative: sampleConcept('Negative', [snomedSystem, '260385009']),
  positive: sampleConcept('Positive', [snomedSystem, '10828004']),
  screenNegative: sampleConcept('Depression screening negative', [snomedSystem, '428171000124102']),
  screenPositive: sampleConcept('Depression screening positive', [snomedSystem, '428181000124104'])
} as const satisfies Record<string, SampleConcept>
