import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { diagnoses } from '../../../src-main/sample/population/codes/conditions.ts'
import { drugs } from '../../../src-main/sample/population/codes/drugs.ts'
import { labs, scores } from '../../../src-main/sample/population/codes/observations.ts'
import { findings, procedures, smokingStates, visitTypes } from '../../../src-main/sample/population/codes/services.ts'
import { vaccines } from '../../../src-main/sample/population/codes/vaccines.ts'
import { testData } from '../../support/test-data.ts'

const folder = testData('conformance/ecqm')

interface Pack {
  readonly valueSets: readonly {
    readonly name: string
    readonly expansion?: { readonly contains?: readonly { readonly code: string }[] }
  }[]
}

/** Codes of every official value set by its name, over all packs. */
function officialCodes(root: string): Map<string, Set<string>> {
  const sets = new Map<string, Set<string>>()
  for (const set of readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const file of readdirSync(join(root, set.name))) {
      const pack = JSON.parse(gunzipSync(readFileSync(join(root, set.name, file))).toString()) as Pack
      for (const { name, expansion } of pack.valueSets) {
        const codes = sets.get(name) ?? new Set<string>()
        for (const { code } of expansion?.contains ?? []) codes.add(code)
        sets.set(name, codes)
      }
    }
  }
  return sets
}

const snomedAndIcd = (...names: readonly (keyof typeof diagnoses)[]): string[] =>
  names.flatMap((name) => [diagnoses[name].code, diagnoses[name].icd])
const rx = (...names: readonly (keyof typeof drugs)[]): string[] => names.map((name) => drugs[name].concept.code)

/** Our codes that must be in the official value set of a name, so that official measures see them. */
const expected: Readonly<Record<string, readonly string[]>> = {
  Diabetes: snomedAndIcd('diabetes', 'diabetesType1', 'diabeticKidney', 'retinopathy', 'neuropathy', 'hyperglycemia'),
  EssentialHypertension: snomedAndIcd('hypertension'),
  HeartFailure: snomedAndIcd('heartFailure', 'systolicFailure', 'diastolicFailure', 'acuteFailure'),
  MyocardialInfarction: snomedAndIcd('infarction', 'infarctionStemi'),
  IschemicStroke: snomedAndIcd('stroke'),
  CerebrovascularDiseaseStrokeOrTIA: snomedAndIcd('stroke', 'transientIschemia'),
  MajorDepressionIncludingRemission: snomedAndIcd('depression', 'recurrentDepression'),
  Asthma: snomedAndIcd('asthma', 'mildAsthma', 'moderateAsthma', 'asthmaAttack'),
  DementiaAndRelatedIntracranialPathologies: snomedAndIcd('alzheimer', 'vascularDementia', 'dementia'),
  EndStageRenalDisease: snomedAndIcd('kidneyFailure'),
  ProstateCancer: snomedAndIcd('prostateCancer'),
  OverweightOrObese: snomedAndIcd('obesity', 'severeObesity'),
  Pregnancy: [diagnoses.pregnancy.code, diagnoses.gestationalDiabetes.icd],
  HbA1cLaboratoryTest: [labs.a1c.concept.code],
  LDLCholesterol: [labs.ldl.concept.code],
  EstimatedGlomerularFiltrationRate: [labs.egfr.concept.code],
  UrineAlbuminCreatinineRatio: [labs.albuminRatio.concept.code],
  PHQ9AndPHQ9MTools: [scores.phq9.concept.code],
  TobaccoUser: [smokingStates.current.code],
  TobaccoNonUser: [smokingStates.former.code, smokingStates.never.code],
  OfficeVisit: [visitTypes.office.code, visitTypes.pediatric.code],
  AnnualWellnessVisit: [visitTypes.wellness.code, visitTypes.preventive.code],
  EncounterInpatient: [
    visitTypes.admission.code,
    visitTypes.emergencyAdmission.code,
    visitTypes.electiveAdmission.code
  ],
  EmergencyDepartmentVisit: [visitTypes.emergency.code],
  TelephoneVisits: [visitTypes.telephone.code],
  OphthalmologicalServices: [visitTypes.eye.code],
  HospiceEncounter: [visitTypes.hospice.code],
  DialysisServices: [procedures.dialysis.code],
  Hysterectomy: [procedures.hysterectomy.code],
  PCI: [procedures.coronaryIntervention.code],
  CABGSurgeries: [procedures.bypass.code],
  CesareanBirth: [procedures.cesarean.code],
  DeliveryProcedures: [procedures.vaginalDelivery.code],
  FollowUpForAboveNormalBMI: [procedures.dietEducation.code],
  TobaccoUseCessationCounseling: [procedures.tobaccoCounselling.code],
  ReferralForAdultDepression: [procedures.psychiatryReferral.code],
  FollowUpForAdultDepression: [procedures.therapy.code],
  PalliativeCareIntervention: [procedures.palliativeCare.code],
  HighIntensityStatinTherapy: rx('atorvastatin40', 'atorvastatin80'),
  ModerateIntensityStatinTherapy: rx('atorvastatin20', 'rosuvastatin10', 'simvastatin20', 'pravastatin40'),
  PharmacologicTherapyForHypertension: rx(
    'lisinopril10',
    'lisinopril20',
    'losartan50',
    'losartan100',
    'amlodipine',
    'hydrochlorothiazide',
    'metoprolol',
    'carvedilol',
    'furosemide'
  ),
  BetaBlockerTherapyForLVSD: rx('metoprolol', 'carvedilol'),
  AntidepressantMedication: rx('sertraline', 'escitalopram', 'fluoxetine', 'bupropion'),
  DementiaMedications: rx('donepezil'),
  OralAnticoagulantMedications: rx('apixaban', 'warfarin'),
  TobaccoUseCessationPharmacotherapy: rx('nicotinePatch', 'varenicline'),
  PotentiallyHarmfulSulfonylureasForOlderAdults: rx('glyburide'),
  PotentiallyHarmfulNonbenzodiazepineHypnoticsForOlderAdults: rx('zolpidem'),
  PotentiallyHarmfulBenzodiazepinesForOlderAdults: rx('lorazepam'),
  Opioids: rx('oxycodone'),
  AntibioticMedicationsForPharyngitis: rx('amoxicillin', 'azithromycin'),
  DTaPVaccine: [vaccines.dtap.code],
  InactivatedPolioVaccineIPV: [vaccines.polio.code],
  MeaslesMumpsAndRubellaMMRVaccine: [vaccines.mmr.code],
  VaricellaZosterVaccineVZV: [vaccines.varicella.code],
  HepatitisBVaccine: [vaccines.hepatitisB.code],
  HepatitisAVaccine: [vaccines.hepatitisA.code],
  HibVaccine3DoseSchedule: [vaccines.hib.code],
  PneumococcalConjugateVaccine: [vaccines.pneumococcal15.code, vaccines.pneumococcal20.code],
  ChildInfluenzaVaccine: [vaccines.influenza.code, vaccines.influenzaQuadrivalent.code]
}

describe.skipIf(folder === undefined)('the codes of the sample population', () => {
  const sets = folder === undefined ? new Map<string, Set<string>>() : officialCodes(folder)

  it.each(Object.entries(expected))('are in the official value set %s', (name, codes) => {
    const official = sets.get(name)
    expect(official, `no value set ${name}`).toBeDefined()
    expect(codes.filter((code) => official?.has(code) !== true)).toEqual([])
  })
})

describe('coded results', () => {
  it('have one code each', () => {
    const codes = [
      ...Object.values(findings),
      ...Object.values(vaccines),
      ...Object.values(drugs).map(({ concept }) => concept)
    ].map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
  })
})
