/** What a column is in the raw JSON, for DuckDB: a path for text, or an expression. */
type Source = string

interface RawTable {
  readonly type: string
  /** A path to a list; each of its items makes a row, as `item`. */
  readonly each?: string
  /** Only these rows. */
  readonly where?: string
  readonly columns: Readonly<Record<string, Source>>
}

const text = (path: string, of = 'json'): Source => `${of} ->> '${path}'`
const number = (path: string, of = 'json'): Source => `CAST(${of} ->> '${path}' AS DOUBLE)`
const key = (path: string, of = 'json'): Source => `regexp_extract(${of} ->> '${path}', '[^/:]+$')`

/** System and code of the first coding. A display is kept once per code, so it need not be that of the row. */
const concept = (path: string, prefix = '', of = 'json'): Record<string, Source> => ({
  [`${prefix}system`]: text(`${path}.coding[0].system`, of),
  [`${prefix}code`]: text(`${path}.coding[0].code`, of)
})

const id = { id: text('$.id') }
const of = (person: string): Record<string, Source> => ({ ...id, patient_id: key(`$.${person}.reference`) })
const seen = { encounter_id: key('$.encounter.reference') }
const status = { status: text('$.status') }

function codings(type: string, table: string, path: string): RawTable {
  return {
    type,
    each: `${path}.coding`,
    columns: {
      [`${table}_id`]: text('$.id'),
      system: text('$.system', 'item'),
      code: text('$.code', 'item')
    }
  }
}

function items(type: string, table: string): RawTable {
  return {
    type,
    each: '$.item',
    columns: {
      [`${table}_id`]: text('$.id'),
      patient_id: key('$.patient.reference'),
      sequence: number('$.sequence', 'item'),
      ...concept('$.productOrService', '', 'item'),
      quantity: number('$.quantity.value', 'item'),
      diagnosis_sequence: number('$.diagnosisSequence[0]', 'item'),
      place_code: text('$.locationCodeableConcept.coding[0].code', 'item'),
      net: number('$.net.value', 'item')
    }
  }
}

/** Lists in the header of claims, each item a row. */
function claimParts(type: string, table: string, each: string, columns: RawTable['columns']): RawTable {
  return {
    type,
    each: `$.${each}`,
    columns: {
      [`${table}_id`]: text('$.id'),
      patient_id: key('$.patient.reference'),
      sequence: number('$.sequence', 'item'),
      ...columns
    }
  }
}

const diagnosisColumns = {
  condition_id: key('$.diagnosisReference.reference', 'item'),
  type_code: text('$.type[0].coding[0].code', 'item'),
  ...concept('$.diagnosisCodeableConcept', '', 'item')
}

/** Columns of canonical tables as they stand in the raw JSON, written down apart from our ViewDefinitions. */
export const rawTables: Readonly<Record<string, RawTable>> = {
  patient: {
    type: 'Patient',
    columns: {
      ...id,
      birth_date: text('$.birthDate'),
      gender: text('$.gender'),
      family: text('$.name[0].family'),
      city: text('$.address[0].city'),
      state: text('$.address[0].state')
    }
  },
  practitioner: { type: 'Practitioner', columns: { ...id, family: text('$.name[0].family') } },
  organization: { type: 'Organization', columns: { ...id, name: text('$.name'), ...concept('$.type[0]', 'type_') } },
  encounter: {
    type: 'Encounter',
    columns: {
      ...of('subject'),
      ...status,
      class_code: text('$.class.code'),
      ...concept('$.type[0]', 'type_'),
      period_start: text('$.period.start'),
      period_end: text('$.period.end'),
      service_provider_id: key('$.serviceProvider.reference'),
      practitioner_id: key('$.participant[0].individual.reference'),
      ...concept('$.reasonCode[0]', 'reason_')
    }
  },
  encounter_coding: codings('Encounter', 'encounter', '$.type[*]'),
  coverage: {
    type: 'ExplanationOfBenefit',
    each: '$.contained',
    where: "item ->> '$.resourceType' = 'Coverage'",
    columns: {
      id: "(json ->> '$.id') || '#' || (item ->> '$.id')",
      status: text('$.status', 'item'),
      contained_in: "'ExplanationOfBenefit/' || (json ->> '$.id')"
    }
  },
  condition: {
    type: 'Condition',
    columns: {
      ...of('subject'),
      ...seen,
      clinical_status: text('$.clinicalStatus.coding[0].code'),
      verification_status: text('$.verificationStatus.coding[0].code'),
      ...concept('$.code'),
      onset: text('$.onsetDateTime'),
      abatement: text('$.abatementDateTime'),
      recorded_date: text('$.recordedDate')
    }
  },
  condition_coding: codings('Condition', 'condition', '$.code'),
  observation: {
    type: 'Observation',
    columns: {
      ...of('subject'),
      ...seen,
      ...status,
      ...concept('$.code'),
      effective: text('$.effectiveDateTime'),
      issued: text('$.issued'),
      value: number('$.valueQuantity.value'),
      unit: "coalesce(json ->> '$.valueQuantity.code', json ->> '$.valueQuantity.unit')",
      ...concept('$.valueCodeableConcept', 'coded_value_')
    }
  },
  observation_coding: codings('Observation', 'observation', '$.code'),
  observation_component: {
    type: 'Observation',
    each: '$.component',
    columns: {
      observation_id: text('$.id'),
      patient_id: key('$.subject.reference'),
      effective: text('$.effectiveDateTime'),
      ...concept('$.code', '', 'item'),
      value: number('$.valueQuantity.value', 'item')
    }
  },
  procedure: {
    type: 'Procedure',
    columns: {
      ...of('subject'),
      ...seen,
      ...status,
      ...concept('$.code'),
      performed_start: "coalesce(json ->> '$.performedDateTime', json ->> '$.performedPeriod.start')",
      performed_end: text('$.performedPeriod.end')
    }
  },
  procedure_coding: codings('Procedure', 'procedure', '$.code'),
  medication_request: {
    type: 'MedicationRequest',
    columns: {
      ...of('subject'),
      ...seen,
      ...status,
      intent: text('$.intent'),
      ...concept('$.medicationCodeableConcept'),
      authored_on: text('$.authoredOn')
    }
  },
  medication_request_coding: codings('MedicationRequest', 'medication_request', '$.medicationCodeableConcept'),
  immunization: {
    type: 'Immunization',
    columns: {
      ...of('patient'),
      ...seen,
      ...status,
      ...concept('$.vaccineCode'),
      occurrence: text('$.occurrenceDateTime')
    }
  },
  immunization_coding: codings('Immunization', 'immunization', '$.vaccineCode'),
  allergy_intolerance: {
    type: 'AllergyIntolerance',
    columns: {
      ...of('patient'),
      clinical_status: text('$.clinicalStatus.coding[0].code'),
      criticality: text('$.criticality'),
      ...concept('$.code'),
      recorded_date: text('$.recordedDate')
    }
  },
  allergy_intolerance_coding: codings('AllergyIntolerance', 'allergy_intolerance', '$.code'),
  diagnostic_report: {
    type: 'DiagnosticReport',
    columns: {
      ...of('subject'),
      ...seen,
      ...status,
      ...concept('$.code'),
      effective: text('$.effectiveDateTime'),
      issued: text('$.issued')
    }
  },
  diagnostic_report_coding: codings('DiagnosticReport', 'diagnostic_report', '$.code'),
  device: {
    type: 'Device',
    columns: { ...of('patient'), ...status, ...concept('$.type', 'type_'), device_name: text('$.deviceName[0].name') }
  },
  device_coding: codings('Device', 'device', '$.type'),
  imaging_study: {
    type: 'ImagingStudy',
    columns: { ...of('subject'), ...seen, ...status, started: text('$.started') }
  },
  care_team: {
    type: 'CareTeam',
    columns: {
      ...of('subject'),
      ...seen,
      ...status,
      period_start: text('$.period.start'),
      period_end: text('$.period.end')
    }
  },
  care_plan: {
    type: 'CarePlan',
    columns: {
      ...of('subject'),
      ...seen,
      ...status,
      intent: text('$.intent'),
      period_start: text('$.period.start'),
      period_end: text('$.period.end')
    }
  },
  claim: {
    type: 'Claim',
    columns: {
      ...of('patient'),
      ...status,
      ...concept('$.type', 'type_'),
      use: text('$.use'),
      billable_start: text('$.billablePeriod.start'),
      created: text('$.created'),
      provider_id: key('$.provider.reference'),
      total: number('$.total.value')
    }
  },
  claim_item: items('Claim', 'claim'),
  claim_diagnosis: claimParts('Claim', 'claim', 'diagnosis', diagnosisColumns),
  claim_procedure: claimParts('Claim', 'claim', 'procedure', {
    procedure_id: key('$.procedureReference.reference', 'item'),
    date: text('$.date', 'item')
  }),
  explanation_of_benefit: {
    type: 'ExplanationOfBenefit',
    columns: {
      ...of('patient'),
      ...status,
      ...concept('$.type', 'type_'),
      use: text('$.use'),
      outcome: text('$.outcome'),
      billable_start: text('$.billablePeriod.start'),
      billable_end: text('$.billablePeriod.end'),
      created: text('$.created'),
      insurer_name: text('$.insurer.display'),
      provider_id: key('$.provider.reference'),
      claim_id: key('$.claim.reference'),
      payment_amount: number('$.payment.amount.value')
    }
  },
  explanation_of_benefit_item: items('ExplanationOfBenefit', 'explanation_of_benefit'),
  explanation_of_benefit_diagnosis: claimParts(
    'ExplanationOfBenefit',
    'explanation_of_benefit',
    'diagnosis',
    diagnosisColumns
  ),
  explanation_of_benefit_care_team: claimParts('ExplanationOfBenefit', 'explanation_of_benefit', 'careTeam', {
    provider_id: key('$.provider.reference', 'item'),
    role_code: text('$.role.coding[0].code', 'item')
  })
}

/** A SELECT that reads a table from the raw files of a folder. */
export function rawSelect(folder: string, { type, each, where, columns }: RawTable): string {
  const file = `read_ndjson_objects('${folder}/${type}.ndjson.gz', maximum_object_size = 16777216)`
  const from =
    each === undefined ? file : `(SELECT json, unnest(json_extract(json, '${each}[*]')) AS item FROM ${file})`
  const selected = Object.entries(columns).map(
    ([name, source]) => `nullif(${source}, ${source.startsWith('CAST') ? 'NULL' : "''"}) AS "${name}"`
  )
  return `SELECT ${selected.join(', ')} FROM ${from}${where === undefined ? '' : ` WHERE ${where}`}`
}
