import { sampleConcept, loinc, type SampleConcept } from './concept.ts'

/** A quantity that is measured: its LOINC code and UCUM unit. */
export interface SampleMeasurement {
  readonly concept: SampleConcept
  /** UCUM code. */
  readonly unit: string
  /** Decimals written. */
  readonly decimals: number
  /** `valueQuantity` without the value, from the unit on. */
  readonly unitJson: string
}

function measurement(display: string, code: string, unit: string, decimals: number): SampleMeasurement {
  const text = JSON.stringify(unit)
  return {
    concept: sampleConcept(display, [loinc, code]),
    unit,
    decimals,
    unitJson: `,"unit":${text},"system":"http://unitsofmeasure.org","code":${text}`
  }
}

/** Laboratory tests. */
export const labs = {
  a1c: measurement('Hemoglobin A1c', '4548-4', '%', 1),
  glucose: measurement('Glucose', '2345-7', 'mg/dL', 0),
  ldl: measurement('LDL cholesterol', '13457-7', 'mg/dL', 0),
  hdl: measurement('HDL cholesterol', '2085-9', 'mg/dL', 0),
  cholesterol: measurement('Total cholesterol', '2093-3', 'mg/dL', 0),
  triglycerides: measurement('Triglycerides', '2571-8', 'mg/dL', 0),
  creatinine: measurement('Creatinine', '2160-0', 'mg/dL', 2),
  egfr: measurement('eGFR (CKD-EPI 2021)', '98979-8', 'mL/min/{1.73_m2}', 0),
  albuminRatio: measurement('Urine albumin/creatinine', '9318-7', 'mg/g', 0),
  natriuretic: measurement('BNP', '30934-4', 'pg/mL', 0),
  hemoglobin: measurement('Hemoglobin', '718-7', 'g/dL', 1),
  potassium: measurement('Potassium', '2823-3', 'mmol/L', 1),
  sodium: measurement('Sodium', '2951-2', 'mmol/L', 0),
  psa: measurement('Prostate specific antigen', '2857-1', 'ng/mL', 1)
} as const satisfies Record<string, SampleMeasurement>

/** Measured in the office or by a technician. */
export const clinical = {
  ejectionFraction: measurement('Left ventricular ejection fraction', '10230-1', '%', 0),
  airflowRatio: measurement('FEV1/FVC', '19926-5', '%', 0),
  boneScore: measurement('Femur bone density T-score', '38263-0', '{T-score}', 1)
} as const satisfies Record<string, SampleMeasurement>

/** Vital signs, with LOINC code, UCUM unit and decimal places. */
export const vitals = {
  systolic: measurement('Systolic blood pressure', '8480-6', 'mm[Hg]', 0),
  diastolic: measurement('Diastolic blood pressure', '8462-4', 'mm[Hg]', 0),
  weight: measurement('Body weight', '29463-7', 'kg', 1),
  height: measurement('Body height', '8302-2', 'cm', 1),
  bmi: measurement('Body mass index', '39156-5', 'kg/m2', 1),
  pulse: measurement('Heart rate', '8867-4', '/min', 0)
} as const satisfies Record<string, SampleMeasurement>

/** Questionnaire scores. */
export const scores = {
  phq2: measurement('PHQ-2 total score', '55758-7', '{score}', 0),
  phq9: measurement('PHQ-9 total score', '44261-6', '{score}', 0)
} as const satisfies Record<string, SampleMeasurement>

/** Observations whose value is a code, and panels. */
export const coded = {
  bloodPressure: sampleConcept('Blood pressure', [loinc, '85354-9']),
  smoking: sampleConcept('Tobacco smoking status', [loinc, '72166-2']),
  depressionScreen: sampleConcept('Adult depression screening', [loinc, '73832-8']),
  cytology: sampleConcept('Cervical cytology', [loinc, '10524-7']),
  papilloma: sampleConcept('HPV DNA, cervix', [loinc, '21440-3']),
  stoolBlood: sampleConcept('Stool blood, immunochemical', [loinc, '57905-2'])
} as const satisfies Record<string, SampleConcept>

/** Orders that have several results, by LOINC code. */
export const panels = {
  lipids: sampleConcept('Lipid panel', [loinc, '57698-3']),
  metabolic: sampleConcept('Basic metabolic panel', [loinc, '51990-0']),
  bloodCount: sampleConcept('Complete blood count', [loinc, '58410-2']),
  mammography: sampleConcept('Screening mammography', [loinc, '24606-6']),
  chestFilm: sampleConcept('Chest X-ray', [loinc, '36643-5']),
  echo: sampleConcept('Echocardiogram', [loinc, '34552-0']),
  densitometry: sampleConcept('Bone densitometry', [loinc, '38268-7'])
} as const satisfies Record<string, SampleConcept>
