import { describe, expect, it } from 'vitest'
import { currentMembers } from '../../../src-main/bulk/run/current-members.ts'

const base = 'https://ehr.example.org/fhir'
/** Noon of July 1, 2026, on this computer. */
const noon = new Date(2026, 6, 1, 12).getTime()

function read(members: readonly unknown[], now = noon) {
  return currentMembers({ resourceType: 'Group', member: members }, base, now)
}

function member(reference: string, rest: object = {}) {
  return { entity: { reference }, ...rest }
}

/** Whether somebody with that period is a member; `undefined` when that cannot be told. */
function belongs(period: object, now = noon): boolean | undefined {
  const { ids, unclear } = read([member('Patient/a', { period })], now)
  return unclear > 0 ? undefined : ids.length > 0
}

describe('the members of a group', () => {
  // FHIR R4, Group.member.inactive: "A flag to indicate that the member is no longer in the group".
  it('are without who left, and with who is named by a version', () => {
    const found = read([
      member('Patient/p1'),
      member('Patient/left', { inactive: true }),
      member('Patient/ended', { period: { end: '2020-01-01' } }),
      member('Patient/v/_history/3', { inactive: false })
    ])
    expect(found).toEqual({ ids: ['p1', 'v'], unclear: 0 })
  })

  it('stay when they are listed for an earlier period as well', () => {
    const found = read([member('Patient/a', { period: { end: '2020' } }), member('Patient/a')])
    expect(found).toEqual({ ids: ['a'], unclear: 0 })
  })

  // FHIR R4, Period: "If the end of the period has a value of 2012-02-03, it includes all of that day".
  it.each([
    ['2025', false],
    ['2026', true],
    ['2026-06', false],
    ['2026-07', true],
    ['2026-06-30', false],
    ['2026-07-01', true]
  ])('belong to it to the end of %s: %s', (end, expected) => {
    expect(belongs({ end })).toBe(expected)
  })

  it('belong to it up to the last moment of a day, a month and a year', () => {
    const last = new Date(2026, 11, 31, 23, 59, 59, 999).getTime()
    for (const end of ['2026', '2026-12', '2026-12-31'])
      expect([belongs({ end }, last), belongs({ end }, last + 1)], end).toEqual([true, false])
    const leapDay = new Date(2028, 1, 29, 23).getTime()
    expect([belongs({ end: '2028-02' }, leapDay), belongs({ end: '2027-02' }, leapDay)]).toEqual([true, false])
  })

  it('belong to it up to a moment, in whatever time zone it is written', () => {
    const moment = Date.UTC(2026, 6, 1, 10, 0, 0)
    for (const end of ['2026-07-01T10:00:00.000Z', '2026-07-01T12:00:00.000+02:00', '2026-07-01T06:00:00.000-04:00'])
      expect([belongs({ end }, moment), belongs({ end }, moment + 1)], end).toEqual([true, false])
    expect(belongs({ end: '2026-07-01T10:00:00Z' }, moment + 1000)).toBe(false)
  })

  it.each([
    ['2027', false],
    ['2026-08', false],
    ['2026-07-02', false],
    ['2026-07-01', true],
    ['2026', true]
  ])('join with %s: %s', (start, expected) => {
    expect(belongs({ start })).toBe(expected)
  })

  it('are not known when their period is no date, unless its other end rules them out', () => {
    expect(belongs({ end: 'soon' })).toBeUndefined()
    expect(belongs({ start: '07/01/2020' })).toBeUndefined()
    expect(belongs({ start: 'once', end: '2020' })).toBe(false)
    expect(belongs({})).toBe(true)
  })

  it('are patients of this server, by whatever form of its address', () => {
    const found = read([
      member(`${base}/Patient/a`),
      member('http://ehr.example.org/fhir/Patient/b/_history/1'),
      member('https://EHR.example.org:443/fhir/Patient/c')
    ])
    expect(found).toEqual({ ids: ['a', 'b', 'c'], unclear: 0 })
  })

  it('are no devices and no practitioners', () => {
    const found = read([
      member('Practitioner/1'),
      member('https://other.example.org/fhir/Device/2'),
      { entity: { type: 'Practitioner', identifier: { value: '3' } } },
      member('Patient/a')
    ])
    expect(found).toEqual({ ids: ['a'], unclear: 0 })
  })

  it.each([
    ['of another server', member('https://other.example.org/fhir/Patient/a')],
    ['of another path of the server', member('https://ehr.example.org/other/Patient/a')],
    ['by an identifier alone', { entity: { type: 'Patient', identifier: { system: 's', value: '1' } } }],
    ['by a search', member('Patient?identifier=s|1')],
    ['by a UUID', member('urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0')],
    ['within the group', member('#p1')],
    ['by no reference', member('Patient/a,b')],
    ['by nothing', {}],
    ['by null', null],
    ['of a group within the group', member('Group/2')]
  ])('that cannot be asked for are counted: %s', (_, item) => {
    expect(read([member('Patient/p1'), item])).toEqual({ ids: ['p1'], unclear: 1 })
  })

  it('who left are not missed, however they are named', () => {
    const found = read([{ inactive: true, entity: {} }, member('urn:uuid:1', { period: { end: '2020' } })])
    expect(found).toEqual({ ids: [], unclear: 0 })
  })

  it.each([undefined, null, 'x', {}, { member: 'x' }])('of %j are none', (group) => {
    expect(currentMembers(group, base, noon)).toEqual({ ids: [], unclear: 0 })
  })
})
