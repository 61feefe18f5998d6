/** Some columns, by table. */
type ColumnsByTable = Readonly<Record<string, readonly string[]>>

/**
 * Columns that the first screen looks at besides claims, and of claims those that say how far the data reach. They stand first among
 * saved columns, so that what needs no more of the screen is shown while the others are read.
 */
export const firstColumns: ColumnsByTable = {
  patient: [
    'birth_date',
    'city',
    'deceased',
    'deceased_at',
    'ethnicity',
    'gender',
    'general_practitioner_id',
    'id',
    'language',
    'managing_organization_id',
    'race',
    'replaced_by_id',
    'replaces_id',
    'state'
  ],
  organization: ['id', 'name'],
  practitioner_role: ['organization_id', 'practitioner_id'],
  condition: [
    'abatement',
    'asserted_date',
    'clinical_status',
    'code',
    'encounter_id',
    'onset',
    'recorded_date',
    'verification_status'
  ],
  observation: ['code', 'coded_value', 'comparator', 'status', 'unit', 'value', 'value_boolean', 'value_text'],
  observation_component: ['code', 'comparator', 'status', 'unit', 'value'],
  encounter: ['class', 'discharge_disposition', 'discharge_text', 'period_end', 'service_provider_id', 'status'],
  procedure: ['status'],
  medication: ['code'],
  medication_dispense: ['medication_id'],
  medication_dispense_contained: ['code', 'medication_dispense_id'],
  medication_request: ['medication_id'],
  medication_request_contained: ['code', 'medication_request_id'],
  coverage: ['contained_in', 'payor_id', 'payor_name', 'period_end', 'period_start', 'status', 'type', 'type_text'],
  claim: ['status'],
  explanation_of_benefit: ['status']
}

/**
 * What the first screen looks at of claims, which have more columns than everything else: they stand after {@link firstColumns}. What of the
 * screen needs them waits until they are read.
 */
export const claimColumns: ColumnsByTable = {
  claim: ['bill_type', 'billable_end', 'claim_type', 'discharge_status', 'subtype_code', 'type', 'use'],
  claim_diagnosis: diagnosisColumns('claim_id'),
  claim_item: itemColumns('claim_id'),
  claim_item_code: itemCodeColumns('claim_id'),
  explanation_of_benefit: [
    'bill_type',
    'billable_end',
    'claim_id',
    'claim_type',
    'coverage_id',
    'created',
    'currency',
    'denial_reason',
    'discharge_status',
    'encounter_id',
    'id',
    'identifier',
    'insurer_id',
    'insurer_name',
    'medicare_type',
    'outcome',
    'patient_id',
    'payment_amount',
    'payment_date',
    'prior_id',
    'prior_identifier',
    'provider_id',
    'replaced_by_id',
    'replaced_by_identifier',
    'subtype_code',
    'total_benefit',
    'total_paid_to_patient',
    'total_paid_to_provider',
    'total_submitted',
    'type',
    'use'
  ],
  explanation_of_benefit_contained: ['explanation_of_benefit_id', 'npi'],
  explanation_of_benefit_diagnosis: diagnosisColumns('explanation_of_benefit_id'),
  explanation_of_benefit_item: [
    ...itemColumns('explanation_of_benefit_id'),
    'allowed',
    'benefit',
    'coinsurance',
    'copay',
    'deductible',
    'denial_reason',
    'member_liability',
    'paid',
    'paid_by_patient',
    'paid_to_patient',
    'quantity'
  ],
  explanation_of_benefit_item_code: itemCodeColumns('explanation_of_benefit_id')
}

/** What registries read of the diagnoses of claims. */
function diagnosisColumns(claim: string): string[] {
  return [claim, 'code', 'condition_id', 'sequence']
}

/** What registries read of the lines of claims. */
function itemColumns(claim: string): string[] {
  return [
    claim,
    'code',
    'diagnosis_sequence',
    'place_code',
    'procedure_code',
    'revenue_code',
    'sequence',
    'serviced_end',
    'serviced_start'
  ]
}

/** What registries read of the further codes of lines. */
function itemCodeColumns(claim: string): string[] {
  return [claim, 'code', 'element', 'sequence']
}

/** Codings that the first screen looks at. */
export const firstCodings: readonly string[] = ['condition', 'observation', 'observation_component']
