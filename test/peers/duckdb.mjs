// DuckDB over NDJSON: the same columns as the canonical tables, with explicit column types and one thread.
import { DuckDBInstance } from '@duckdb/node-api'

const coding = 'STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)[]'
const concept = `STRUCT(coding ${coding}, "text" VARCHAR)`
const reference = 'STRUCT(reference VARCHAR, display VARCHAR)'
const period = 'STRUCT("start" VARCHAR, "end" VARCHAR)'
const money = 'STRUCT("value" DOUBLE)'
const meta = 'STRUCT(lastUpdated VARCHAR, profile VARCHAR[])'
const item = `STRUCT(sequence INTEGER, productOrService ${concept}, revenue ${concept}, servicedDate VARCHAR, servicedPeriod ${period},
  quantity ${money}, net ${money}, locationCodeableConcept ${concept})[]`

const time = (path) => `try_cast(${path} AS TIMESTAMPTZ)`
const key = (path) => `split_part(${path}.reference, '/', -1)`
const first = (path) => `${path}.coding[1].code`
const conceptOf = (path, name) =>
  `${path}.coding[1].system AS ${name}system, ${path}.coding[1].code AS ${name}code, coalesce(${path}.coding[1].display, ${path}."text") AS ${name}display`
/** The first item of a list after flattening, as `category.coding.code.first()`. */
const anyCode = (path) => `flatten(list_transform(${path}, lambda x: x.coding))[1].code`
const codings = (table, path) => `SELECT id, unnest(${path}.coding, recursive := true) FROM raw`
const itemRows = `SELECT id, patient_id, i.sequence, ${conceptOf('i.productOrService', '')}, ${first('i.revenue')} AS revenue_code,
  ${time('coalesce(i.servicedDate, i.servicedPeriod."start")')} AS serviced_start, ${time('coalesce(i.servicedDate, i.servicedPeriod."end")')} AS serviced_end,
  i.quantity."value" AS quantity, i.net."value" AS net, ${first('i.locationCodeableConcept')} AS place_code
  FROM (SELECT id, ${key('patient')} AS patient_id, unnest(item) AS i FROM raw)`

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
      valueQuantity: 'STRUCT("value" DOUBLE, code VARCHAR, unit VARCHAR)',
      valueInteger: 'INTEGER',
      valueCodeableConcept: concept,
      valueString: 'VARCHAR',
      valueBoolean: 'BOOLEAN',
      interpretation: `${concept}[]`,
      component: `STRUCT(code ${concept}, valueQuantity STRUCT("value" DOUBLE, code VARCHAR, unit VARCHAR), valueInteger INTEGER, valueCodeableConcept ${concept})[]`
    },
    tables: {
      observation: `SELECT id, ${key('subject')} AS patient_id, ${key('encounter')} AS encounter_id, status, ${anyCode('category')} AS category, ${conceptOf('code', '')},
        ${time('coalesce(effectiveDateTime, effectivePeriod."start")')} AS effective, ${time('issued')} AS issued, coalesce(valueQuantity."value", valueInteger) AS "value",
        coalesce(valueQuantity.code, valueQuantity.unit) AS unit, ${conceptOf('valueCodeableConcept', 'coded_value_')}, valueString AS value_text, valueBoolean AS value_boolean,
        ${anyCode('interpretation')} AS interpretation, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
      observation_component: `SELECT id, patient_id, effective, ${conceptOf('c.code', '')}, coalesce(c.valueQuantity."value", c.valueInteger) AS "value",
        coalesce(c.valueQuantity.code, c.valueQuantity.unit) AS unit, ${conceptOf('c.valueCodeableConcept', 'coded_value_')}, status
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
      hospitalization: `STRUCT(dischargeDisposition ${concept})`
    },
    tables: {
      encounter: `SELECT id, ${key('subject')} AS patient_id, status, class.system AS class_system, class.code AS class_code, class.display AS class_display,
        ${conceptOf('type[1]', 'type_')}, ${time('period."start"')} AS period_start, ${time('period."end"')} AS period_end, ${key('serviceProvider')} AS service_provider_id,
        ${key('participant[1].individual')} AS practitioner_id, ${key('location[1].location')} AS location_id, ${conceptOf('reasonCode[1]', 'reason_')},
        ${first('hospitalization.dischargeDisposition')} AS discharge_disposition, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
      encounter_coding:
        'SELECT id, unnest(flatten(list_transform(type, lambda x: x.coding)), recursive := true) FROM raw'
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
      onsetDateTime: 'VARCHAR',
      onsetPeriod: period,
      abatementDateTime: 'VARCHAR',
      abatementPeriod: period,
      recordedDate: 'VARCHAR'
    },
    tables: {
      condition: `SELECT id, ${key('subject')} AS patient_id, ${key('encounter')} AS encounter_id, ${first('clinicalStatus')} AS clinical_status, ${first('verificationStatus')} AS verification_status,
        ${anyCode('category')} AS category, ${conceptOf('code', '')}, ${time('coalesce(onsetDateTime, onsetPeriod."start")')} AS onset, ${time('coalesce(abatementDateTime, abatementPeriod."end")')} AS abatement,
        ${time('recordedDate')} AS recorded_date, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
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
      item
    },
    tables: {
      explanation_of_benefit: `SELECT id, ${key('patient')} AS patient_id, status, ${conceptOf('type', 'type_')}, use, outcome, ${time('billablePeriod."start"')} AS billable_start,
        ${time('billablePeriod."end"')} AS billable_end, ${time('created')} AS created, ${key('insurer')} AS insurer_id, insurer.display AS insurer_name, ${key('provider')} AS provider_id,
        ${key('coalesce(list_filter(insurance, lambda x: x.focal)[1], insurance[1]).coverage')} AS coverage_id, ${key('claim')} AS claim_id, payment.amount."value" AS payment_amount,
        try_cast(payment."date" AS DATE) AS payment_date, coalesce(list_filter(total, lambda x: x.category.coding[1].code = 'submitted')[1], total[1]).amount."value" AS total_submitted,
        list_filter(total, lambda x: x.category.coding[1].code = 'benefit')[1].amount."value" AS total_benefit, ${time('meta.lastUpdated')} AS updated, meta.profile[1] AS profile FROM raw`,
      explanation_of_benefit_item: itemRows
    }
  }
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
  explanation_of_benefit_item: 'serviced_start'
}

/** Columns of references other than the one to the person, by table. */
async function referenceColumns(connection, table) {
  const reader = await connection.runAndReadAll(
    `SELECT column_name FROM duckdb_columns() WHERE table_name = '${table}' AND column_name LIKE '%\\_id' ESCAPE '\\' AND column_name <> 'patient_id'`
  )
  return reader.getRows().map(([name]) => name)
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
    `CREATE TABLE person AS SELECT id AS patient_id, (row_number() OVER (ORDER BY id) - 1)::INTEGER AS patient FROM patient`
  )
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
    const hasPerson = time !== undefined
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
 * @returns CPU seconds, rows by table, and rows of the main table whose person is known
 */
export async function readWithDuckDb(type, file, patients) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', autoinstall_known_extensions: 'false' })
  const connection = await instance.connect()
  const { columns, tables } = plans[type]
  const described = Object.entries(columns).map(([name, kind]) => `'${name}': '${kind.replaceAll('\n', ' ')}'`)
  const from = `read_ndjson('${file}', columns = {${described.join(', ')}}, maximum_object_size = 16777216)`
  const names = Object.keys(tables)
  if (patients !== undefined) {
    await connection.run(`CREATE TABLE patient AS SELECT id FROM read_ndjson('${patients}', columns = {id: 'VARCHAR'})`)
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
  for (const name of names) {
    const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER AS n FROM ${name}`)
    rows[name] = reader.getRows()[0][0]
  }
  if (patients === undefined) return { seconds: used, rows }
  const reader = await connection.runAndReadAll(`SELECT count(patient)::INTEGER FROM ${names[0]}`)
  return { seconds: used, rows, ofPeople: reader.getRows()[0][0] }
}
