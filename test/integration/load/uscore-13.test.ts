import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SqlDatabase } from '#engine/tables/sql/open-database.ts'
import type { Store } from '#engine/store/model/store.ts'
import { openFolder } from '../../support/open-folder.ts'
import { readNdjson } from '../../support/ndjson-file.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { testData } from '../../support/test-data.ts'

const folder = testData('data/uscore-13')

describe.skipIf(folder === undefined)('uscore-13', () => {
  let store: Store
  let database: SqlDatabase
  beforeAll(async () => {
    store = (await openFolder(folder!)).store
    database = await sqlOver(store)
  })
  const rows = (statement: string) => database.query(statement).rows

  it('stores every row of the description that comes with the data', () => {
    const table = readFileSync(join(folder!, 'README.md'), 'utf8').matchAll(/^\| (\w+)\.ndjson\.gz \| ([\d,]+) \|/gm)
    const described: Record<string, number> = {}
    for (const [, type, count] of table) described[type!] = Number(count!.replace(',', ''))
    expect(Object.keys(described)).toHaveLength(13)
    expect(Object.fromEntries(rows('select type, count(*) from resource group by 1'))).toEqual(described)
    expect(store.report.rejectCounts).toEqual({})
    expect(rows("select sum(deceased), count(*), sum(gender = 'female') from patient")).toEqual([[3, 13, 9]])
  })

  it('knows the US Core profile of each row, which only one Location lacks', () => {
    expect(rows('select type, count(*) from resource where profile is null group by 1')).toEqual([['Location', 1]])
    expect(
      rows(
        "select count(*) from resource where profile not like 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-%'"
      )
    ).toEqual([[0]])
  })

  it('finds practitioners, organizations and locations by the identifiers that references name', () => {
    const identifierOf = new Map<string, string>()
    for (const type of ['Practitioner', 'Organization', 'Location']) {
      for (const { id, identifier } of readNdjson(join(folder!, `${type}.ndjson.gz`)) as {
        id: string
        identifier?: { system: string; value: string }[]
      }[]) {
        for (const { system, value } of identifier ?? []) identifierOf.set(`${type}?identifier=${system}|${value}`, id)
      }
    }
    interface Encounter {
      readonly id: string
      readonly participant?: readonly { readonly individual?: { readonly reference: string } }[]
      readonly location?: readonly { readonly location: { readonly reference: string } }[]
      readonly serviceProvider?: { readonly reference: string }
    }
    const expected = (readNdjson(join(folder!, 'Encounter.ndjson.gz')) as unknown as Encounter[]).map(
      ({ id, participant, location, serviceProvider }) => [
        id,
        identifierOf.get(participant?.[0]?.individual?.reference ?? '') ?? null,
        identifierOf.get(location?.[0]?.location.reference ?? '') ?? null,
        identifierOf.get(serviceProvider?.reference ?? '') ?? null
      ]
    )
    const found = rows('select id, practitioner_id, location_id, service_provider_id from encounter order by id')
    expect(found).toEqual(expected.sort((a, b) => (a[0]! < b[0]! ? -1 : 1)))
    expect(expected.every((row) => row.every((value) => value !== null))).toBe(true)
    expect(
      rows(
        'select count(*) from encounter e join practitioner p on p.id = e.practitioner_id join location l on l.id = e.location_id'
      )
    ).toEqual([[1215]])
  })

  it('finds organizations that locations name by identifier only', () => {
    const named = readNdjson(join(folder!, 'Location.ndjson.gz')).filter(
      (location) => location['managingOrganization'] !== undefined
    )
    expect(named).toHaveLength(43)
    expect(rows('select count(*) from location l join organization o on o.id = l.managing_organization_id')).toEqual([
      [named.length]
    ])
  })

  it('reads race and ethnicity', () => {
    expect(rows('select distinct race_code, race from patient order by 1')[0]).toHaveLength(2)
    expect(rows('select count(*) from patient where race is null or ethnicity is null')).toEqual([[0]])
  })
})
