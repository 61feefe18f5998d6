import { enginePopulationChecksMessages as m } from '#messages/engine/population/checks.ts'
import type { CodesBySystem } from '../registries/registry-definition.ts'

const loinc = 'http://loinc.org'

/** A measurement whose values have limits that no living person passes. */
export interface Analyte {
  readonly id: string
  readonly title: string
  /** LOINC codes. */
  readonly codes: readonly string[]
  /** UCUM units, in lower case, in which the limits hold. Results in other units are not checked. */
  readonly units: readonly string[]
  readonly low: number
  readonly high: number
  readonly unit: string
}

/**
 * Limits of what can be measured in a living person, wide on purpose: a value outside is an error of unit, of typing or of
 * mapping, not an extreme patient. They follow the plausible ranges of the OHDSI Data Quality Dashboard (concept level).
 */
export const analytes: readonly Analyte[] = [
  {
    id: 'a1c',
    title: m.hemoglobinA1c,
    codes: ['4548-4', '17856-6', '4549-2', '41995-2'],
    units: ['%', '% of total hgb', '% hgb', '%{hb}', 'percent'],
    low: 3,
    high: 20,
    unit: '%'
  },
  {
    id: 'systolic',
    title: m.systolicPressure,
    codes: ['8480-6'],
    units: ['mm[hg]', 'mmhg', 'mm hg'],
    low: 50,
    high: 300,
    unit: 'mmHg'
  },
  {
    id: 'diastolic',
    title: m.diastolicPressure,
    codes: ['8462-4'],
    units: ['mm[hg]', 'mmhg', 'mm hg'],
    low: 20,
    high: 200,
    unit: 'mmHg'
  },
  {
    id: 'bmi',
    title: m.bodyMassIndex,
    codes: ['39156-5'],
    units: ['kg/m2', 'kg/m²'],
    low: 8,
    high: 100,
    unit: 'kg/m²'
  },
  { id: 'weight', title: m.bodyWeight, codes: ['29463-7', '3141-9'], units: ['kg'], low: 0.3, high: 450, unit: 'kg' },
  { id: 'height', title: m.bodyHeight, codes: ['8302-2'], units: ['cm'], low: 25, high: 250, unit: 'cm' },
  {
    id: 'heart-rate',
    title: m.heartRate,
    codes: ['8867-4'],
    units: ['/min', '{beats}/min'],
    low: 15,
    high: 350,
    unit: '/min'
  },
  {
    id: 'temperature',
    title: m.bodyTemperature,
    codes: ['8310-5', '8331-1'],
    units: ['cel'],
    low: 25,
    high: 45,
    unit: '°C'
  },
  {
    id: 'glucose',
    title: m.glucose,
    codes: ['2339-0', '2345-7', '1558-6'],
    units: ['mg/dl'],
    low: 10,
    high: 2000,
    unit: 'mg/dL'
  },
  {
    id: 'ldl',
    title: m.ldlCholesterol,
    codes: ['18262-6', '2089-1', '13457-7'],
    units: ['mg/dl'],
    low: 5,
    high: 1000,
    unit: 'mg/dL'
  },
  {
    id: 'creatinine',
    title: m.creatinine,
    codes: ['2160-0', '38483-4'],
    units: ['mg/dl'],
    low: 0.1,
    high: 40,
    unit: 'mg/dL'
  },
  {
    id: 'egfr',
    title: m.estimatedGFR,
    codes: ['33914-3', '62238-1', '98979-8', '69405-9', '48642-3', '48643-1', '77147-7'],
    units: ['ml/min/{1.73_m2}', 'ml/min/1.73m2', 'ml/min', 'ml/min/{1.73m2}'],
    low: 1,
    high: 250,
    unit: 'mL/min/1.73 m²'
  },
  {
    id: 'potassium',
    title: m.potassium,
    codes: ['2823-3', '6298-4'],
    units: ['mmol/l', 'meq/l'],
    low: 1,
    high: 12,
    unit: 'mmol/L'
  }
]

/** The codes of an analyte as registries write them. */
export function codesOfAnalyte({ codes, title }: Analyte): CodesBySystem {
  return { [loinc]: codes.map((code) => ({ code, display: title })) }
}

/** A value with the analyte's unit: "8%", "140 mmHg". */
export function amount(value: number, { unit }: Analyte): string {
  return unit === '%' ? `${value}%` : `${value} ${unit}`
}
