/**
 * Columns that the first screen looks at, by table. They stand first among kept columns, so that the screen can be shown
 * while the others are read.
 */
export const firstColumns: Readonly<Record<string, readonly string[]>> = {
  patient: [
    'birth_date',
    'city',
    'deceased',
    'deceased_at',
    'ethnicity',
    'gender',
    'general_practitioner_id',
    'language',
    'managing_organization_id',
    'race',
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
  observation: ['code', 'status', 'unit', 'value'],
  observation_component: ['code', 'status', 'unit', 'value'],
  encounter: ['class', 'service_provider_id', 'status'],
  procedure: ['status'],
  claim: ['status'],
  coverage: ['contained_in', 'payor_id', 'payor_name', 'period_end', 'period_start', 'status', 'type', 'type_text'],
  explanation_of_benefit: [
    'coverage_id',
    'created',
    'insurer_id',
    'insurer_name',
    'payment_amount',
    'payment_date',
    'status',
    'use'
  ]
}

/** Codings that the first screen looks at. */
export const firstCodings: readonly string[] = ['condition', 'observation', 'observation_component']
