import { concept, hcpcs, snomed, type Concept } from './concept.ts'

/** What an encounter was, in SNOMED CT. */
export const visitTypes = {
  office: concept('Office visit', [snomed, '185349003']),
  followUp: concept('Follow-up encounter', [snomed, '390906007']),
  problem: concept('Encounter for problem', [snomed, '185347001']),
  pediatric: concept('Pediatric office visit', [snomed, '3391000175108']),
  wellness: concept('Annual wellness visit', [snomed, '444971000124105'], [hcpcs, 'G0439']),
  preventive: concept('Periodic preventive visit', [snomed, '86013001']),
  wellChild: concept('Well child visit', [snomed, '410620009'], [snomed, '3391000175108']),
  telehealth: concept('Telemedicine consultation', [snomed, '448337001']),
  telephone: concept('Telephone encounter', [snomed, '185317003']),
  emergency: concept('Emergency department visit', [snomed, '4525004']),
  admission: concept('Hospital admission', [snomed, '32485007']),
  emergencyAdmission: concept('Emergency hospital admission', [snomed, '183452005']),
  electiveAdmission: concept('Elective hospital admission', [snomed, '8715000']),
  prenatal: concept('Prenatal visit', [snomed, '424619006']),
  eye: concept('Ophthalmic examination', [snomed, '36228007']),
  psychotherapy: concept('Psychotherapy visit', [snomed, '18512000']),
  diagnostic: concept('Diagnostic visit', [snomed, '308335008']),
  hospice: concept('Hospice care', [snomed, '385765002'])
} as const satisfies Record<string, Concept>

/** Procedures in SNOMED CT, some with HCPCS Level II; no CPT. */
export const procedures = {
  colonoscopy: concept('Colonoscopy', [snomed, '73761001'], [hcpcs, 'G0121']),
  mammography: concept('Screening mammography', [snomed, '24623002']),
  retina: concept('Dilated fundus examination', [snomed, '308110009']),
  coronaryIntervention: concept('Percutaneous coronary intervention', [snomed, '415070008']),
  bypass: concept('Coronary artery bypass', [snomed, '232717009']),
  dialysis: concept('Hemodialysis', [snomed, '302497006']),
  hysterectomy: concept('Hysterectomy', [snomed, '236886002']),
  mastectomy: concept('Bilateral mastectomy', [snomed, '27865001']),
  colectomy: concept('Total colectomy', [snomed, '26390003']),
  hipReplacement: concept('Total hip replacement', [snomed, '52734007']),
  kneeReplacement: concept('Total knee replacement', [snomed, '609588000']),
  appendectomy: concept('Appendectomy', [snomed, '80146002']),
  cholecystectomy: concept('Cholecystectomy', [snomed, '38102005']),
  cesarean: concept('Cesarean section', [snomed, '11466000']),
  vaginalDelivery: concept('Vaginal delivery', [snomed, '177184002']),
  densitometry: concept('Bone density scan', [snomed, '312681000']),
  spirometry: concept('Spirometry', [snomed, '127783003']),
  echo: concept('Echocardiography', [snomed, '40701008']),
  dietEducation: concept('Diet education', [snomed, '11816003']),
  tobaccoCounselling: concept('Smoking cessation education', [snomed, '225323000']),
  reconciliation: concept('Medication reconciliation', [snomed, '430193006']),
  psychiatryReferral: concept('Referral to psychiatry', [snomed, '183524004']),
  therapy: concept('Cognitive and behavioral therapy', [snomed, '228557008']),
  palliativeCare: concept('Palliative care', [snomed, '103735009']),
  pacemaker: concept('Pacemaker insertion', [snomed, '307280005'])
} as const satisfies Record<string, Concept>

/** Devices in SNOMED CT. */
export const devices = {
  pacemaker: concept('Cardiac pacemaker', [snomed, '14106009']),
  airway: concept('CPAP unit', [snomed, '702172008']),
  glucoseMeter: concept('Blood glucose meter', [snomed, '337414009'])
} as const satisfies Record<string, Concept>

/** Allergies: substances in RxNorm or SNOMED CT. */
export const allergens = {
  penicillin: concept('Penicillin G', ['http://www.nlm.nih.gov/research/umls/rxnorm', '7980']),
  sulfa: concept('Sulfamethoxazole / Trimethoprim', ['http://www.nlm.nih.gov/research/umls/rxnorm', '10831']),
  aspirin: concept('Aspirin', ['http://www.nlm.nih.gov/research/umls/rxnorm', '1191']),
  peanut: concept('Peanut', [snomed, '762952008']),
  latex: concept('Latex', [snomed, '111088007']),
  pollen: concept('Grass pollen', [snomed, '256277009'])
} as const satisfies Record<string, Concept>

export const smokingStates = {
  current: concept('Smokes every day', [snomed, '449868002']),
  former: concept('Former smoker', [snomed, '8517006']),
  never: concept('Never smoked', [snomed, '266919005'])
} as const satisfies Record<string, Concept>

/** Coded results. */
export const findings = {
  normal: concept('Normal', [snomed, '17621005']),
  abnormal: concept('Abnormal', [snomed, '263654008']),
  negative: concept('Negative', [snomed, '260385009']),
  positive: concept('Positive', [snomed, '10828004']),
  screenNegative: concept('Depression screening negative', [snomed, '428171000124102']),
  screenPositive: concept('Depression screening positive', [snomed, '428181000124104'])
} as const satisfies Record<string, Concept>
