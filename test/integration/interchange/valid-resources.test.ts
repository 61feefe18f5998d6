import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bundleResources, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { libraryResource } from '#engine/measures/content/assemble-content.ts'
import { contentBundle } from '#engine/measures/content/document/content-bundle.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { readValueSetTable } from '#engine/measures/content/value-set-table.ts'
import { auditActions } from '#shared/audit-action.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import { auditEventLine } from '../../../src-main/services/audit/fhir-audit-event.ts'
import { packBuiltInContent } from '../../../src-main/services/content/built-in-content.ts'
import { subjectBundle } from '../../../src-main/services/governance/subject-report.ts'
import { newMeasure } from '../../../src-renderer/screens/cql/new-measure.ts'
import { hasValidator, validateResources } from '../../support/fhir-validator.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { skipped } from '../../support/skipped.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { lines, parse, write } from '../../unit/measures/written-reports.ts'

const wanted = (process.env['POPULUS_PEERS'] ?? '').split(',').includes('validator')
if (!wanted)
  skipped(
    'What is written as FHIR was not validated by HAPI FHIR, which takes two minutes; run "npm run peers:validator" (Java 17 and Maven needed).'
  )
else if (!hasValidator) throw new Error('The validator is not installed: run test/peers/install-validator.sh.')

const core = resolve(import.meta.dirname, '../../../resources/measures/core')
const period = { start: '2026-01-01', end: '2026-12-31' }

/** What the validator says of correct resources, with the reason. */
const expected: readonly { readonly message: RegExp; readonly reason: string }[] = [
  {
    message:
      /^Extension url 'http:\/\/hl7\.org\/fhir\/5\.0\/StructureDefinition\/[^']+' is not valid \(invalid Version '5\.0'\)$/,
    reason: 'Elements of R5 as extensions of R4 are checked with the definitions of R5, which are not installed.'
  },
  {
    message: /^Unknown code 'http:\/\/hl7\.org\/fhir\/expression-language#text\/cql-identifier'/,
    reason: 'The quality measure guide, and measures of CMS, use this code, which R4 did not yet have.'
  },
  {
    message: /^Unknown code 'http:\/\/terminology\.hl7\.org\/CodeSystem\/v3-ActCode#CAREGAP'/,
    reason: 'DEQM asks for this code, which was published after R4.'
  },
  {
    message: /^Code "vi" is not in valueset: http:\/\/hl7\.org\/fhir\/ValueSet\/languages$/,
    reason: 'The value set is preferred only; the codes of all languages (BCP 47) may be used.'
  }
]

async function sampleResources(): Promise<Record<string, readonly unknown[]>> {
  const folder = temporaryFolder()
  const { code, err } = await runPopulus(['sample', '--patients', '20', '--out', folder], {})
  expect(code, err).toBe(0)
  const names = readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  return Object.fromEntries(
    names.map((name) => [name, lines(readFileSync(join(folder, name), 'utf8')).slice(0, 60)] as const)
  )
}

function auditEvents(): readonly unknown[] {
  const facts = { reason: 'care', people: 1, person: 'a1b2c3', what: 'person' }
  const row: AuditRow = {
    seq: 7,
    time: '2026-11-25T12:00:00.000Z',
    actor: 'CLINIC\\eve',
    role: 'quality-analyst',
    version: '1.2.3',
    host: 'electron',
    action: 'data.read',
    outcome: 'success',
    facts
  }
  const outcomes = ['intent', 'success', 'failure'] as const
  return auditActions.map((action, index) =>
    parse(auditEventLine({ ...row, action, outcome: outcomes[index % 3]! }, 'fhir-r4', 'desk-12'))
  )
}

/** A pack as it is saved by the editor, with a value set that was downloaded and a case with a value of a parameter. */
function writtenPack(): ContentDocument {
  const measure = newMeasure('Screening of our own')
  const { valueSets } = readValueSetTable([
    {
      name: 'Codes',
      rows: [
        ['Value Set Name', 'OID', 'Code', 'Description', 'Code System'],
        ['Screening', '2.16.840.1.113883.3.464.1003.1', '4548-4', 'HbA1c', 'LOINC']
      ]
    }
  ])
  const library = {
    name: 'ScreeningOfOurOwn',
    version: '0.1.0',
    cql: "library ScreeningOfOurOwn version '0.1.0'",
    elm: {}
  }
  const item = {
    name: 'In time',
    patientId: 'p',
    options: { 'Visit Required': false },
    resources: [{ resourceType: 'Patient', id: 'p', birthDate: '1960-01-01' }],
    expected: { rate: { 'initial-population': 1, numerator: 1 } }
  }
  return {
    format: 'populus-content-1',
    title: 'Screening',
    resources: [measure, libraryResource(library), ...valueSets],
    cases: [{ measure: textOf(measure['url']) ?? '', period, cases: [item] }]
  }
}

/** Records as a server has them, some of them twice, as in two snapshots. */
async function recordsOfPerson(): Promise<readonly unknown[]> {
  const { 'Patient.0001.ndjson': people = [], 'Condition.0001.ndjson': conditions = [] } = await sampleResources()
  return [...people.slice(0, 1), ...conditions.slice(0, 3), ...people.slice(0, 1)]
}

async function builtInResources(): Promise<readonly FhirObject[]> {
  const { bytes } = await packBuiltInContent(core)
  const document = parse(gunzipSync(bytes).toString('utf8')) as unknown as ContentDocument
  const cases = document.cases.map((item) => ({ ...item, cases: item.cases.slice(0, 1) }))
  // What a library holds is no FHIR.
  const resources = document.resources.map(({ content, ...item }) =>
    item['resourceType'] === 'Library' || content === undefined ? item : { ...item, content }
  )
  return bundleResources(contentBundle({ ...document, resources, cases }))
}

describe.skipIf(!wanted)('what is written as FHIR', () => {
  it('is valid FHIR R4, but for what the validator does not know', { timeout: 900_000 }, async () => {
    const invalid = await validateResources({
      ...(await sampleResources()),
      'the summary report': [parse(await write('measure-report-summary', { smallCellLimit: 0 }))],
      'the suppressed summary report': [parse(await write('measure-report-summary', { smallCellLimit: 10 }))],
      'individual reports': lines(await write('measure-report-individual')),
      'reports of gaps': lines(await write('gaps-bundles')),
      'events of the audit log': auditEvents(),
      'a pack that was written here': [contentBundle(writtenPack()), ...bundleResources(contentBundle(writtenPack()))],
      'the built-in pack': await builtInResources(),
      'everything about one person': [subjectBundle(await recordsOfPerson(), '2026-11-25T12:00:00.000Z')],
      'a broken resource': [{ resourceType: 'Patient', gender: 'unsure' }]
    })
    const unexpected = invalid.filter(({ message }) => !expected.some((item) => item.message.test(message)))
    const [others, broken] = [false, true].map((isBroken) =>
      unexpected.filter(({ name }) => name.startsWith('a broken resource') === isBroken)
    )
    expect(others).toEqual([])
    expect(broken).not.toEqual([])
    // Few of twenty people speak Vietnamese.
    const unused = expected.filter(({ message }) => !invalid.some((item) => message.test(item.message)))
    expect(unused.filter(({ message }) => !message.source.includes('"vi"'))).toEqual([])
  })
})
