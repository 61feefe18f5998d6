import type { ColumnKind } from '../../store/model/column.ts'

/**
 * What is done to a column: `key` is numbered again, `code` is written where its system is public, `fixed` is a code that FHIR
 * fixes, `word` is a code that enough people have (`PEOPLE_OF_A_WORD`), `date`, `birth`, `zip`, `state` and `city` are treated by the profile,
 * `value` is written but for ages over 89 where the profile forbids them, `drop` is not.
 */
export type ColumnTreatment =
  | 'key'
  | 'code'
  | 'fixed'
  | 'word'
  | 'date'
  | 'birth'
  | 'zip'
  | 'state'
  | 'city'
  | 'value'
  | 'drop'

const byKind: Readonly<Record<Exclude<ColumnKind, 'dictionary'>, ColumnTreatment>> = {
  id: 'key',
  reference: 'key',
  concept: 'code',
  date: 'date',
  dateTime: 'date',
  number: 'value',
  integer: 'value',
  boolean: 'value'
}

const named = (treatment: ColumnTreatment, names: string): readonly (readonly [string, ColumnTreatment])[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, treatment])

/** Texts of all tables, by name; a text that is not here is never written. */
const texts: ReadonlyMap<string, ColumnTreatment> = new Map([
  ...named(
    'fixed',
    'status clinical_status verification_status type criticality intent use outcome gender birth_sex race_code ethnicity_code element kind decision criterion'
  ),
  ...named(
    'word',
    `category role_code qualification_code type_code use_code on_admission revenue_code place_code procedure_code modifier ndc unit
     subtype_code medicare_type bill_type discharge_status denial_reason interpretation language marital_status
     discharge_disposition scope comparator claim_type currency`
  ),
  ...named('zip', 'postal_code'),
  ...named('state', 'state'),
  ...named('city', 'city'),
  ...named(
    'drop',
    `name npi family given record_number phone address_line race ethnicity insurer_name payor_name type_text subscriber_id
     contained_in device_name discharge_text identifier prior_identifier replaced_by_identifier value_text`
  )
])

/** Tables that are written: those about people, and what drugs are in them. Who gives or pays for care is not written. */
export const isWrittenTable = (name: string): boolean =>
  !['location', 'organization', 'practitioner', 'practitioner_role'].includes(name)

/** What is done to a column of a canonical table; undefined for a text that nobody has decided about, which is not written. */
export function declaredTreatment(table: string, column: string, kind: ColumnKind): ColumnTreatment | undefined {
  if (table === 'patient' && column === 'birth_date') return 'birth'
  // Servers change many records on one day: whoever knows it would know by how much the dates of each person are shifted.
  if (column === 'last_updated') return 'drop'
  return kind === 'dictionary' ? texts.get(column) : byKind[kind]
}
