// DuckDB over NDJSON: the same columns as the canonical tables, with explicit column types and one thread.
import { DuckDBInstance } from '@duckdb/node-api'

const coding = 'STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)[]'
const concept = `STRUCT(coding ${coding}, "text" VARCHAR)`
const reference = 'STRUCT(reference VARCHAR, display VARCHAR)'
const period = 'STRUCT("start" VARCHAR, "end" VARCHAR)'
const money = 'STRUCT("value" DOUBLE, currency VARCHAR)'
const meta = 'STRUCT(lastUpdated VARCHAR, profile VARCHAR[])'
const quantity = 'STRUCT("value" DOUBLE, comparator VARCHAR, code VARCHAR, unit VARCHAR)'
const adjudication = `STRUCT(category ${concept}, reason ${concept}, amount ${money})[]`
const item = `STRUCT(sequence INTEGER, diagnosisSequence INTEGER[], productOrService ${concept}, revenue ${concept}, modifier ${concept}[],
  servicedDate VARCHAR, servicedPeriod ${period}, quantity ${quantity}, net ${money}, locationCodeableConcept ${concept},
  encounter ${reference}[], adjudication ${adjudication}, detail STRUCT(productOrService ${concept}, revenue ${concept}, modifier ${concept}[],
  subDetail STRUCT(productOrService ${concept})[])[])[]`

const time = (path) => `try_cast(${path} AS TIMESTAMPTZ)`
const key = (path) => `split_part(${path}.reference, '/', -1)`
const first = (path) => `${path}.coding[1].code`
const conceptOf = (path, name) =>
  `${path}.coding[1].system AS ${name}system, ${path}.coding[1].code AS ${name}code, coalesce(${path}.coding[1].display, ${path}."text") AS ${name}display`
/** The first item of a list after flattening, as `category.coding.code.first()`. */
const anyCode = (path) => `flatten(list_transform(${path}, lambda x: x.coding))[1].code`
const codings = (table, path) => `SELECT id, unnest(${path}.coding, recursive := true) FROM raw`
/** The first amount of a list of adjudications or totals that has one of some categories. */
const amountOf = (list, ...codes) =>
  `coalesce(${codes.map((code) => `list_filter(${list}, lambda x: x.category.coding[1].code = '${code}')[1].amount."value"`).join(', ')}, NULL)`
const denial = (list) =>
  `list_filter(${list}, lambda x: x.category.coding[1].code = 'denialreason')[1].reason.coding[1].code`
const hcpcs = ['http://www.ama-assn.org/go/cpt', 'https://bluebutton.cms.gov/resources/codesystem/hcpcs']
  .concat(['http', 'https'].map((scheme) => `${scheme}://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets`))
  .map((system) => `'${system}'`)
  .join(', ')
const codeOfSystem = (path, systems) => `list_filter(${path}.coding, lambda x: x.system IN (${systems}))[1].code`
const total = (...codes) => `coalesce(${amountOf('total', ...codes)}, ${amountOf('adjudication', ...codes)})`
const parts = (path) => `(SELECT id, ${key('patient')} AS patient_id, unnest(${path}) AS i FROM raw)`
const itemRows = `SELECT id, patient_id, i.sequence, i.diagnosisSequence[1] AS diagnosis_sequence, ${conceptOf('i.productOrService', '')},
  ${first('i.revenue')} AS revenue_code, ${anyCode('i.modifier')} AS modifier, ${codeOfSystem('i.productOrService', hcpcs)} AS procedure_code,
  coalesce(${codeOfSystem('i.productOrService', "'http://hl7.org/fhir/sid/ndc'")}, ${codeOfSystem('i.detail[1].productOrService', "'http://hl7.org/fhir/sid/ndc'")}) AS ndc,
  ${time('coalesce(i.servicedDate, i.servicedPeriod."start")')} AS serviced_start, ${time('coalesce(i.servicedDate, i.servicedPeriod."end")')} AS serviced_end,
  i.quantity."value" AS quantity, coalesce(i.quantity.code, i.quantity.unit) AS unit, i.net."value" AS net, ${first('i.locationCodeableConcept')} AS place_code,
  ${amountOf('i.adjudication', 'benefit')} AS benefit, ${amountOf('i.adjudication', 'benefit', 'paidtoprovider')} AS paid, ${amountOf('i.adjudication', 'eligible')} AS allowed,
  ${amountOf('i.adjudication', 'memberliability')} AS member_liability, ${amountOf('i.adjudication', 'copay')} AS copay,
  ${amountOf('i.adjudication', 'coinsurance')} AS coinsurance, ${amountOf('i.adjudication', 'deductible')} AS deductible,
  ${amountOf('i.adjudication', 'paidbypatient')} AS paid_by_patient, ${amountOf('i.adjudication', 'paidtopatient')} AS paid_to_patient,
  ${amountOf('i.adjudication', 'submitted')} AS submitted, ${denial('i.adjudication')} AS denial_reason
  FROM ${parts('item')}`
/** Codes of lines beyond the first of each kind, as `explanation_of_benefit_item_code`. */
const lineCodes = `SELECT id, patient_id, sequence, each.element AS element, each.position AS position, each.coding.system AS system,
  each.coding.code AS code, each.coding.display AS display FROM (SELECT id, patient_id, i.sequence AS sequence, unnest(list_concat(${[
    ['product', 'i.productOrService.coding[2:]', 1],
    ['modifier', 'flatten(list_transform(i.modifier, lambda x: x.coding))', 0],
    ['revenue', 'i.revenue.coding[2:]', 1],
    ['location', 'i.locationCodeableConcept.coding[2:]', 1],
    ['detail', 'flatten(list_transform(i.detail, lambda x: x.productOrService.coding))', 0],
    [
      'detail-modifier',
      'flatten(flatten(list_transform(i.detail, lambda x: list_transform(x.modifier, lambda y: y.coding))))',
      0
    ],
    ['detail-revenue', 'flatten(list_transform(i.detail, lambda x: x.revenue.coding))', 0],
    [
      'sub-detail',
      'flatten(flatten(list_transform(i.detail, lambda x: list_transform(x.subDetail, lambda y: y.productOrService.coding))))',
      0
    ]
  ]
    .map(
      ([element, path, before]) =>
        `list_transform(${path}, lambda x, n: {'element': '${element}', 'position': n + ${before}, 'coding': x})`
    )
    .join(', ')})) AS each FROM ${parts('item')})`
const related = (codes) => `list_filter(related, lambda x: x.relationship.coding[1].code IN (${codes}))[1]`
const info = (code) =>
  `list_filter(supportingInfo, lambda x: x.category.coding[1].code = '${code}')[1].code.coding[1].code`
const ofUrl = (list, url) => `list_filter(${list}, lambda x: x.url = '${url}')[1]`
const usCore = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-'

/** The people, with the columns of our table. */
const people = {
  columns: {
    id: 'VARCHAR',
    meta: 'STRUCT(lastUpdated VARCHAR, profile VARCHAR[])',
    birthDate: 'VARCHAR',
    gender: 'VARCHAR',
    active: 'BOOLEAN',
    extension:
      'STRUCT(url VARCHAR, valueCode VARCHAR, extension STRUCT(url VARCHAR, valueCoding STRUCT(code VARCHAR), valueString VARCHAR)[])[]',
    deceasedBoolean: 'BOOLEAN',
    deceasedDateTime: 'VARCHAR',
    name: 'STRUCT("use" VARCHAR, family VARCHAR, given VARCHAR[])[]',
    identifier: `STRUCT(type ${concept}, system VARCHAR, "value" VARCHAR)[]`,
    telecom: 'STRUCT(system VARCHAR, "value" VARCHAR)[]',
    address: 'STRUCT("use" VARCHAR, line VARCHAR[], city VARCHAR, state VARCHAR, postalCode VARCHAR)[]',
    communication: `STRUCT("language" ${concept})[]`,
    maritalStatus: concept,
    generalPractitioner: `${reference}[]`,
    managingOrganization: reference
  },
  table: `SELECT id, try_cast(birthDate AS DATE) AS birth_date, gender, active, ${ofUrl('extension', `${usCore}birthsex`)}.valueCode AS birth_sex,
    ${['race', 'ethnicity']
      .map(
        (
          name
        ) => `${ofUrl(`${ofUrl('extension', usCore + name)}.extension`, 'ombCategory')}.valueCoding.code AS ${name}_code,
          ${ofUrl(`${ofUrl('extension', usCore + name)}.extension`, 'text')}.valueString AS ${name}`
      )
      .join(
        ', '
      )}, deceasedBoolean OR deceasedDateTime IS NOT NULL AS deceased, ${time('deceasedDateTime')} AS deceased_at,
    name[1].family AS family, name[1].given[1] AS given, list_filter(identifier, lambda x: x.type.coding[1].code = 'MR')[1]."value" AS record_number,
    list_filter(telecom, lambda x: x.system = 'phone')[1]."value" AS phone, address[1].line[1] AS address_line, address[1].city AS city,
    address[1].state AS state, address[1].postalCode AS postal_code, ${first('communication[1]."language"')} AS "language", ${first('maritalStatus')} AS marital_status,
    ${key('generalPractitioner[1]')} AS general_practitioner_id, ${key('managingOrganization')} AS managing_organization_id,
    ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`
}

const common = { id: 'VARCHAR', meta }

/** Per resource type: the columns that are read, and the tables that are made of them. */
const plans = {
  Observation: {
    columns: {
      ...common,
      status: 'VARCHAR',
      category: `${concept}[]`,
      code: concept,
      subject: reference,
      encounter: reference,
      effectiveDateTime: 'VARCHAR',
      effectivePeriod: period,
      issued: 'VARCHAR',
      valueQuantity: quantity,
      valueInteger: 'INTEGER',
      valueCodeableConcept: concept,
      valueString: 'VARCHAR',
      valueBoolean: 'BOOLEAN',
      interpretation: `${concept}[]`,
      component: `STRUCT(code ${concept}, valueQuantity ${quantity}, valueInteger INTEGER, valueCodeableConcept ${concept})[]`
    },
    tables: {
      observation: `SELECT id, ${key('subject')} AS patient_id, ${key('encounter')} AS encounter_id, status, ${anyCode('category')} AS category, ${conceptOf('code', '')},
        ${time('coalesce(effectiveDateTime, effectivePeriod."start")')} AS effective, ${time('issued')} AS issued, coalesce(valueQuantity."value", valueInteger) AS "value",
        valueQuantity.comparator AS comparator, coalesce(valueQuantity.code, valueQuantity.unit) AS unit, ${conceptOf('valueCodeableConcept', 'coded_value_')}, valueString AS value_text, valueBoolean AS value_boolean,
        ${anyCode('interpretation')} AS interpretation, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
      observation_component: `SELECT id, patient_id, effective, ${conceptOf('c.code', '')}, coalesce(c.valueQuantity."value", c.valueInteger) AS "value",
        c.valueQuantity.comparator AS comparator, coalesce(c.valueQuantity.code, c.valueQuantity.unit) AS unit, ${conceptOf('c.valueCodeableConcept', 'coded_value_')}, status
        FROM (SELECT id, ${key('subject')} AS patient_id, ${time('effectiveDateTime')} AS effective, status, unnest(component) AS c FROM raw)`,
      observation_coding: codings('observation', 'code')
    }
  },
  Encounter: {
    columns: {
      ...common,
      status: 'VARCHAR',
      class: 'STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)',
      type: `${concept}[]`,
      subject: reference,
      period,
      serviceProvider: reference,
      participant: `STRUCT(individual ${reference})[]`,
      location: `STRUCT(location ${reference})[]`,
      reasonCode: `${concept}[]`,
      hospitalization: `STRUCT(dischargeDisposition ${concept})`,
      diagnosis: `STRUCT(condition ${reference}, "use" ${concept}, "rank" INTEGER)[]`
    },
    tables: {
      encounter: `SELECT id, ${key('subject')} AS patient_id, status, class.system AS class_system, class.code AS class_code, class.display AS class_display,
        ${conceptOf('type[1]', 'type_')}, ${time('period."start"')} AS period_start, ${time('period."end"')} AS period_end, ${key('serviceProvider')} AS service_provider_id,
        ${key('participant[1].individual')} AS practitioner_id, ${key('location[1].location')} AS location_id, ${conceptOf('reasonCode[1]', 'reason_')},
        ${first('hospitalization.dischargeDisposition')} AS discharge_disposition,
        coalesce(hospitalization.dischargeDisposition.coding[1].display, hospitalization.dischargeDisposition."text") AS discharge_text, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
      encounter_coding:
        'SELECT id, unnest(flatten(list_transform(type, lambda x: x.coding)), recursive := true) FROM raw',
      encounter_diagnosis: `SELECT id, patient_id, i.position, ${key('i.item.condition')} AS condition_id, ${first('i.item."use"')} AS use_code, i.item."rank" AS "rank"
        FROM (SELECT id, ${key('subject')} AS patient_id, unnest(list_transform(diagnosis, lambda x, n: {'position': n - 1, 'item': x})) AS i FROM raw)`
    }
  },
  Condition: {
    columns: {
      ...common,
      clinicalStatus: concept,
      verificationStatus: concept,
      category: `${concept}[]`,
      code: concept,
      subject: reference,
      encounter: reference,
      extension: 'STRUCT(url VARCHAR, valueDateTime VARCHAR)[]',
      onsetDateTime: 'VARCHAR',
      onsetPeriod: period,
      abatementDateTime: 'VARCHAR',
      abatementPeriod: period,
      recordedDate: 'VARCHAR'
    },
    tables: {
      condition: `SELECT id, ${key('subject')} AS patient_id, ${key('encounter')} AS encounter_id, ${first('clinicalStatus')} AS clinical_status, ${first('verificationStatus')} AS verification_status,
        ${anyCode('category')} AS category, ${conceptOf('code', '')}, ${time('coalesce(onsetDateTime, onsetPeriod."start")')} AS onset, ${time('coalesce(abatementDateTime, abatementPeriod."end")')} AS abatement,
        ${time('recordedDate')} AS recorded_date,
        ${time(`${ofUrl('extension', 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate')}.valueDateTime`)} AS asserted_date, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
      condition_coding: codings('condition', 'code')
    }
  },
  MedicationRequest: {
    columns: {
      ...common,
      status: 'VARCHAR',
      intent: 'VARCHAR',
      category: `${concept}[]`,
      medicationCodeableConcept: concept,
      medicationReference: reference,
      subject: reference,
      encounter: reference,
      authoredOn: 'VARCHAR',
      dispenseRequest:
        'STRUCT(quantity STRUCT("value" DOUBLE), expectedSupplyDuration STRUCT("value" DOUBLE, code VARCHAR), numberOfRepeatsAllowed INTEGER)'
    },
    tables: {
      medication_request: `SELECT id, ${key('subject')} AS patient_id, ${key('encounter')} AS encounter_id, status, intent, ${anyCode('category')} AS category, ${conceptOf('medicationCodeableConcept', '')},
        ${key('medicationReference')} AS medication_id, ${time('authoredOn')} AS authored_on, dispenseRequest.quantity."value" AS quantity,
        CASE WHEN coalesce(dispenseRequest.expectedSupplyDuration.code, 'd') = 'd' THEN dispenseRequest.expectedSupplyDuration."value" END AS days_supply,
        dispenseRequest.numberOfRepeatsAllowed AS refills, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
      medication_request_coding: codings('medication_request', 'medicationCodeableConcept')
    }
  },
  Procedure: {
    columns: {
      ...common,
      status: 'VARCHAR',
      code: concept,
      subject: reference,
      encounter: reference,
      performedDateTime: 'VARCHAR',
      performedPeriod: period
    },
    tables: {
      procedure: `SELECT id, ${key('subject')} AS patient_id, ${key('encounter')} AS encounter_id, status, ${conceptOf('code', '')},
        ${time('coalesce(performedDateTime, performedPeriod."start")')} AS performed_start, ${time('performedPeriod."end"')} AS performed_end,
        ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
      procedure_coding: codings('procedure', 'code')
    }
  },
  Immunization: {
    columns: {
      ...common,
      status: 'VARCHAR',
      vaccineCode: concept,
      patient: reference,
      encounter: reference,
      occurrenceDateTime: 'VARCHAR'
    },
    tables: {
      immunization: `SELECT id, ${key('patient')} AS patient_id, ${key('encounter')} AS encounter_id, status, ${conceptOf('vaccineCode', '')},
        ${time('occurrenceDateTime')} AS occurrence, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
      immunization_coding: codings('immunization', 'vaccineCode')
    }
  },
  ExplanationOfBenefit: {
    columns: {
      ...common,
      status: 'VARCHAR',
      type: concept,
      use: 'VARCHAR',
      outcome: 'VARCHAR',
      patient: reference,
      billablePeriod: period,
      created: 'VARCHAR',
      insurer: reference,
      provider: reference,
      claim: reference,
      insurance: `STRUCT(focal BOOLEAN, coverage ${reference})[]`,
      payment: `STRUCT(amount ${money}, "date" VARCHAR)`,
      total: `STRUCT(category ${concept}, amount ${money})[]`,
      adjudication,
      subType: concept,
      identifier: 'STRUCT("value" VARCHAR)[]',
      supportingInfo: `STRUCT(category ${concept}, code ${concept})[]`,
      related: `STRUCT(relationship ${concept}, claim ${reference}, reference STRUCT("value" VARCHAR))[]`,
      diagnosis: `STRUCT(sequence INTEGER, diagnosisCodeableConcept ${concept}, diagnosisReference ${reference}, type ${concept}[], onAdmission ${concept})[]`,
      procedure: `STRUCT(sequence INTEGER, procedureCodeableConcept ${concept}, procedureReference ${reference}, type ${concept}[], "date" VARCHAR)[]`,
      careTeam: `STRUCT(sequence INTEGER, provider ${reference}, role ${concept}, responsible BOOLEAN, qualification ${concept})[]`,
      item
    },
    tables: {
      explanation_of_benefit: `SELECT id, ${key('patient')} AS patient_id, status, ${conceptOf('type', 'type_')}, use, outcome, ${time('billablePeriod."start"')} AS billable_start,
        ${time('billablePeriod."end"')} AS billable_end, ${time('created')} AS created, ${key('insurer')} AS insurer_id, insurer.display AS insurer_name, ${key('provider')} AS provider_id,
        ${key('coalesce(list_filter(insurance, lambda x: x.focal)[1], insurance[1]).coverage')} AS coverage_id, ${key('claim')} AS claim_id, payment.amount."value" AS payment_amount,
        try_cast(payment."date" AS DATE) AS payment_date, coalesce(list_filter(total, lambda x: x.category.coding[1].code = 'submitted')[1], total[1]).amount."value" AS total_submitted,
        ${amountOf('total', 'benefit')} AS total_benefit, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile,
        ${codeOfSystem('type', "'http://terminology.hl7.org/CodeSystem/claim-type'")} AS claim_type,
        coalesce(payment.amount.currency, total[1].amount.currency, item[1].adjudication[1].amount.currency) AS currency,
        ${first('subType')} AS subtype_code, ${codeOfSystem('type', "'https://bluebutton.cms.gov/resources/variables/nch_clm_type_cd'")} AS medicare_type,
        ${key('list_filter(item, lambda x: x.encounter IS NOT NULL)[1].encounter[1]')} AS encounter_id, identifier[1]."value" AS identifier,
        ${time('coalesce(item[1].servicedDate, item[1].servicedPeriod."start")')} AS serviced_start, ${info('typeofbill')} AS bill_type, ${info('discharge-status')} AS discharge_status,
        ${key(`${related("'prior', 'replaces'")}.claim`)} AS prior_id, ${related("'prior', 'replaces'")}.reference."value" AS prior_identifier,
        ${key(`${related("'replacedby'")}.claim`)} AS replaced_by_id, ${related("'replacedby'")}.reference."value" AS replaced_by_identifier,
        ${denial('adjudication')} AS denial_reason, ${total('paidtoprovider')} AS total_paid_to_provider, ${total('paidtopatient')} AS total_paid_to_patient, ${total('paidbypatient')} AS total_paid_by_patient,
        ${total('eligible')} AS total_eligible, ${total('memberliability')} AS total_member_liability, ${total('copay')} AS total_copay,
        ${total('coinsurance')} AS total_coinsurance, ${total('deductible')} AS total_deductible FROM raw`,
      explanation_of_benefit_item: itemRows,
      explanation_of_benefit_item_code: lineCodes,
      explanation_of_benefit_diagnosis: `SELECT id, patient_id, i.sequence, ${conceptOf('i.diagnosisCodeableConcept', '')}, ${key('i.diagnosisReference')} AS condition_id,
        ${anyCode('i.type')} AS type_code, ${first('i.onAdmission')} AS on_admission FROM ${parts('diagnosis')}`,
      explanation_of_benefit_procedure: `SELECT id, patient_id, i.sequence, ${conceptOf('i.procedureCodeableConcept', '')}, ${key('i.procedureReference')} AS procedure_id,
        ${anyCode('i.type')} AS type_code, ${time('i."date"')} AS "date" FROM ${parts('procedure')}`,
      explanation_of_benefit_care_team: `SELECT id, patient_id, i.sequence, ${key('i.provider')} AS provider_id, ${first('i.role')} AS role_code, i.responsible,
        ${first('i.qualification')} AS qualification_code FROM ${parts('careTeam')}`
    }
  }
}

/** A file of lines as a table with columns of stated types. */
const ndjson = (file, columns) => {
  const described = Object.entries(columns).map(([name, kind]) => `'${name}': '${kind.replaceAll('\n', ' ')}'`)
  return `read_ndjson('${file}', columns = {${described.join(', ')}}, maximum_object_size = 16777216)`
}

const seconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** What the rows of a person are sorted by in each table; tables of codings have no order of their own. */
const times = {
  observation: 'effective',
  observation_component: 'effective',
  encounter: 'period_start',
  condition: 'coalesce(onset, recorded_date)',
  medication_request: 'authored_on',
  procedure: 'performed_start',
  immunization: 'occurrence',
  explanation_of_benefit: 'billable_start',
  explanation_of_benefit_item: 'serviced_start',
  explanation_of_benefit_procedure: '"date"'
}
/** Tables whose rows belong to a person and have no day. */
const undated = [
  'encounter_diagnosis',
  'explanation_of_benefit_item_code',
  'explanation_of_benefit_diagnosis',
  'explanation_of_benefit_care_team'
]

async function columnsOf(connection, table) {
  const reader = await connection.runAndReadAll(
    `SELECT column_name FROM duckdb_columns() WHERE table_name = '${table}'`
  )
  return reader.getRows().map(([name]) => name)
}

/** Columns of references other than the one to the person. */
async function referenceColumns(connection, table) {
  const columns = await columnsOf(connection, table)
  return columns.filter((name) => name.endsWith('_id') && name !== 'patient_id')
}

/** Puts the people in the order of their ids, each once, with numbers for what they refer to. */
async function finishPatients(connection) {
  const references = await referenceColumns(connection, 'patient')
  const joins = []
  for (const name of references) {
    await connection.run(
      `CREATE TABLE patient_${name} AS SELECT ${name}, (row_number() OVER (ORDER BY ${name}) - 1)::INTEGER AS code
         FROM (SELECT DISTINCT ${name} FROM patient WHERE ${name} IS NOT NULL)`
    )
    joins.push(`LEFT JOIN patient_${name} USING (${name})`)
  }
  const codes = references.map((name) => `, patient_${name}.code AS ${name.replace(/_id$/, '')}`).join('')
  await connection.run(
    `CREATE TABLE patient_finished AS SELECT person.patient, patient.* EXCLUDE (id${references.map((name) => `, ${name}`).join('')})${codes}
       FROM patient JOIN (SELECT id, max(rowid) AS line FROM patient GROUP BY id) AS last ON patient.rowid = last.line
       JOIN person ON person.patient_id = patient.id ${joins.join(' ')} ORDER BY person.patient`
  )
}

/**
 * Makes of the tables as they were read what a finished store is: a resource that is there twice counts once, its last
 * line, people and the targets of references are numbers, and rows stand in the order of person and time.
 */
async function finish(connection, names) {
  const [main] = names
  await connection.run(
    `CREATE TABLE resource AS SELECT id, number - 1 AS number, line FROM (
       SELECT id, row_number() OVER (ORDER BY id) AS number, line FROM (SELECT id, max(rowid) AS line FROM ${main} GROUP BY id))`
  )
  await connection.run(
    `CREATE TABLE person AS SELECT id AS patient_id, (row_number() OVER (ORDER BY id) - 1)::INTEGER AS patient
       FROM (SELECT DISTINCT id FROM patient)`
  )
  await finishPatients(connection)
  await connection.run(`CREATE TABLE owner AS SELECT resource.id, resource.number, person.patient
    FROM ${main} JOIN resource ON ${main}.rowid = resource.line LEFT JOIN person USING (patient_id)`)
  for (const table of names) {
    const references = await referenceColumns(connection, table)
    const joins = []
    for (const name of references) {
      const keys = `${table}_${name}`
      await connection.run(
        `CREATE TABLE ${keys} AS SELECT ${name}, (row_number() OVER (ORDER BY ${name}) - 1)::INTEGER AS code
           FROM (SELECT DISTINCT ${name} FROM ${table} WHERE ${name} IS NOT NULL)`
      )
      joins.push(`LEFT JOIN ${keys} USING (${name})`)
    }
    const codes = references.map((name) => `, ${table}_${name}.code AS ${name.replace(/_id$/, '')}`).join('')
    const time = times[table]
    const hasPerson = time !== undefined || undated.includes(table)
    const rest = `${table}.* EXCLUDE (id${hasPerson ? ', patient_id' : ''}${references.map((name) => `, ${name}`).join('')})`
    // Rows of one resource come from the same line as its row in the main table.
    const once =
      table === main
        ? `JOIN resource ON ${table}.rowid = resource.line JOIN owner ON owner.id = resource.id`
        : `JOIN owner ON owner.id = ${table}.id`
    await connection.run(
      `CREATE TABLE ${table}_finished AS SELECT owner.number AS resource, owner.patient, ${rest}${codes}
         FROM ${table} ${once} ${joins.join(' ')} ORDER BY owner.patient, ${time === undefined ? 'owner.number' : time}`
    )
    await connection.run(`DROP TABLE ${table}`)
    await connection.run(`ALTER TABLE ${table}_finished RENAME TO ${table}`)
    await connection.run(
      `CREATE TABLE ${table}_offsets AS SELECT patient, min(rowid) AS first, count(*) AS rows FROM ${table} GROUP BY patient`
    )
  }
}

/**
 * Reads a file into tables.
 * @param patients file of the people, which is read before the clock runs; undefined leaves the tables in the order of the
 *   file, else they are made into what a finished store is
 * @returns CPU seconds, rows and columns by table, and rows of the main table whose person is known
 */
export async function readWithDuckDb(type, file, patients) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', autoinstall_known_extensions: 'false' })
  const connection = await instance.connect()
  const { columns, tables } = plans[type]
  const from = ndjson(file, columns)
  const names = Object.keys(tables)
  if (patients !== undefined) {
    await connection.run(
      `CREATE TABLE patient AS ${people.table.replaceAll('FROM raw', `FROM ${ndjson(patients, people.columns)}`)}`
    )
  }
  const before = seconds()
  if (names.length === 1) {
    await connection.run(`CREATE TABLE ${names[0]} AS ${tables[names[0]].replaceAll('FROM raw', `FROM ${from}`)}`)
  } else {
    await connection.run(`CREATE TABLE raw AS SELECT * FROM ${from}`)
    for (const name of names) await connection.run(`CREATE TABLE ${name} AS ${tables[name]}`)
    await connection.run('DROP TABLE raw')
  }
  if (patients !== undefined) await finish(connection, names)
  const used = seconds() - before
  const rows = {}
  const made = {}
  for (const name of names) {
    const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER AS n FROM ${name}`)
    rows[name] = reader.getRows()[0][0]
    made[name] = await columnsOf(connection, name)
  }
  if (patients === undefined) return { seconds: used, rows, columns: made }
  const reader = await connection.runAndReadAll(`SELECT count(patient)::INTEGER FROM ${names[0]}`)
  return { seconds: used, rows, columns: made, ofPeople: reader.getRows()[0][0] }
}
