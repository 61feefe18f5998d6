import { describe, expect, it } from 'vitest'
import type { RowsPanel } from '#engine/population/panels/results/rows-result.ts'
import { fc } from '../../support/property.ts'
import { codeSystemName } from '#engine/base/codes/code-systems.ts'
import { ageText } from '../../../src-renderer/screens/people/age-text.ts'
import { patientColumns } from '../../../src-renderer/screens/people/patient-columns.ts'
import { prettyJson } from '../../../src-renderer/screens/people/pretty-json.ts'
import { atGrain, grainsOf } from '../../../src-renderer/figures/control-grain.ts'
import { strataRows } from '../../../src-renderer/figures/strata-rows.ts'
import { collectRows } from '../../../src-renderer/screens/rows/collect-rows.ts'
import {
  chosenColumns,
  rowColumns,
  switchColumn,
  type ColumnChoice
} from '../../../src-renderer/screens/rows/row-columns.ts'
import { fitColumns } from '../../../src-renderer/ui/table/virtual-column.ts'
import { day, format, provenance, share } from '../charts/chart-fixture.ts'

describe('raw resources', () => {
  it('keep every value and the order of their fields', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (text, spaced) => {
        const input = spaced ? JSON.stringify(JSON.parse(text), undefined, 3) : text
        expect(JSON.stringify(JSON.parse(prettyJson(input)))).toBe(JSON.stringify(JSON.parse(text)))
      })
    )
  })
  it('look as JSON.stringify would indent them', () => {
    const resource = { resourceType: 'Observation', code: { coding: [{ code: 'a"b,{' }] }, note: [], extra: {} }
    expect(prettyJson(JSON.stringify(resource))).toBe(JSON.stringify(resource, undefined, 2))
  })
  it('keep the digits of decimals as written (FHIR R4, 2.24.0.1)', () => {
    expect(prettyJson('{"value":7.20,"big":12345678901234567890}')).toBe(
      '{\n  "value": 7.20,\n  "big": 12345678901234567890\n}'
    )
  })
  it('that are not JSON do not throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof prettyJson(text)).toBe('string')
      })
    )
  })
})

describe('people', () => {
  it('over 89 are 90+', () => {
    expect([89, 90, 104, undefined].map(ageText)).toEqual(['89', '90+', '90+', '–'])
  })
  it('missing facts are a dash, a death is said', () => {
    const row = {
      patient: 1,
      id: 'x',
      name: 'R••••',
      age: undefined,
      sex: '',
      payer: '',
      practice: '',
      registries: [],
      lastEncounter: undefined,
      encounters12m: 0,
      deceased: true,
      pcp: '',
      reason: '',
      results: [],
      firstRecorded: undefined,
      source: ''
    }
    expect(patientColumns(format()).map(({ text }) => text(row))).toEqual([
      'R•••• (died)',
      '–',
      '–',
      '–',
      '–',
      '–',
      '0',
      '–'
    ])
  })
})

describe('control over time', () => {
  const monthly = {
    id: 'a1c',
    title: 'A1c',
    subtitle: '',
    unit: '%',
    bands: [{ id: 'a', label: 'below 7%', tone: 'a' as const }],
    shares: [],
    periods: Array.from({ length: 14 }, (_, i) => ({
      at: day(2025, 9 + i),
      label: `M${i}`,
      figures: [share(i, 100)],
      incomplete: i === 13
    })),
    provenance
  }
  it('a quarter is its last month, and the one under way is not complete', () => {
    const quarters = atGrain(monthly, 'quarter').periods
    expect(quarters.map(({ label }) => label)).toEqual([
      'Q3 2025',
      'Q4 2025',
      'Q1 2026',
      'Q2 2026',
      'Q3 2026',
      'Q4 2026'
    ])
    expect(quarters.map(({ figures }) => figures[0]?.numerator)).toEqual([0, 3, 6, 9, 12, 13])
    expect(quarters.map(({ incomplete }) => incomplete)).toEqual([false, false, false, false, false, true])
    expect(quarters[1]?.at).toBe(day(2025, 10))
  })
  it('by month it stays as it is, and quarters cannot be split', () => {
    expect(atGrain(monthly, 'month')).toBe(monthly)
    expect(grainsOf(monthly)).toEqual(['quarter', 'month'])
    const quarterly = { ...monthly, periods: [0, 3, 6].map((i) => ({ ...monthly.periods[i]!, at: day(2025, 10 + i) })) }
    expect(grainsOf(quarterly)).toEqual(['quarter'])
    expect(atGrain(quarterly, 'quarter')).toBe(quarterly)
  })
})

describe('groups', () => {
  const group = (dimension: string, values: readonly number[]) => ({
    dimension,
    label: dimension,
    rows: values.map((value, i) => ({
      group: `g${i}`,
      label: `G${i}`,
      figure: share(value, 100),
      people: 100,
      filter: { dimension, values: [`g${i}`] }
    }))
  })
  const strata = {
    id: 's',
    title: 'S',
    overall: share(1, 2),
    groups: [group('age', [3, 1, 2]), group('payer', [1, 3, 2]), group('race', [])],
    provenance
  }
  it('keep the order of ages, rank sites, and leave out what the data do not say', () => {
    const labels = (kind: 'group' | 'site') =>
      strataRows(strata, kind).map((row) => ('heading' in row ? row.heading : row.label))
    expect(labels('group')).toEqual(['age', 'G0', 'G1', 'G2'])
    expect(labels('site')).toEqual(['payer', 'G1', 'G2', 'G0'])
  })
})

describe('rows', () => {
  const page: RowsPanel = {
    selector: { table: 'condition', asOf: 0, filters: [], where: [] },
    total: 3,
    people: 2,
    columns: ['id', 'patient_id', 'clinical_status', 'code', 'onset'].map((name) => ({
      name,
      label: name,
      numeric: false
    })),
    rows: [{ patient: 0, source: undefined, cells: ['c1', 'p1', 'active', 'Asthma', '1 Jan 2020'] }]
  }
  it('show what and when first, ids last and first to give way', () => {
    const columns = rowColumns(page)
    expect(columns.map(({ id }) => id)).toEqual(['code', 'onset', 'clinical_status', 'id', 'patient_id'])
    expect(columns.map(({ text }) => text(page.rows[0]!))).toEqual(['Asthma', '1 Jan 2020', 'active', 'c1', 'p1'])
    expect(columns[0]?.priority).toBeUndefined()
    expect(columns.slice(1).map(({ priority }) => priority)).toEqual([1, 2, 3, 4])
  })
  it('name the person second, and can be chosen', () => {
    const page = {
      columns: [
        { name: 'code', label: 'Code', numeric: false },
        { name: 'onset', label: 'Onset', numeric: false },
        { name: 'patient_id', label: 'Patient id', numeric: false }
      ],
      rows: [{ patient: 0, person: 'A•••', source: undefined, cells: ['Asthma', '1 Jan 2020', 'p1'] }]
    }
    const columns = rowColumns(page)
    expect(columns.map(({ id }) => id)).toEqual(['code', 'person', 'onset', 'patient_id'])
    expect(columns[1]!.text(page.rows[0]!)).toBe('A•••')
    const ids = (choice: ColumnChoice, width: number) =>
      fitColumns(chosenColumns(columns, choice), width).map(({ id }) => id)
    const none = { pinned: [], hidden: [] }
    expect(ids(none, 220)).toEqual(['code', 'person'])
    const pinned = switchColumn(none, 'patient_id', true)
    expect(ids(switchColumn(pinned, 'person', false), 220)).toEqual(['code', 'patient_id'])
    expect(ids(switchColumn(none, 'code', false), 2000)).toEqual(['code', 'person', 'onset', 'patient_id'])
  })
  it('are collected page by page to the last one', async () => {
    const all = Array.from({ length: 12_345 }, (_, i) => i)
    const table = await collectRows(
      (offset: number, limit: number) =>
        Promise.resolve({ total: all.length, rows: all.slice(offset, offset + limit) }),
      () => [{ label: 'N', numeric: true, text: (row: number) => String(row) }]
    )
    expect(table.rows).toHaveLength(12_345)
    expect(table.rows.at(-1)).toEqual([{ text: '12344' }])
    expect(table.columns).toEqual([{ label: 'N', numeric: true }])
  })
  it('a selection that shrinks meanwhile does not hang', async () => {
    const table = await collectRows(
      async (offset) => ({ total: 9, rows: offset === 0 ? [1, 2] : [] }),
      () => [{ label: 'N', text: String }]
    )
    expect(table.rows).toHaveLength(2)
  })
})

describe('code systems', () => {
  it('have their short names, others their URI', () => {
    expect(codeSystemName('http://snomed.info/sct')).toBe('SNOMED CT')
    expect(codeSystemName('urn:local')).toBe('urn:local')
  })
})
