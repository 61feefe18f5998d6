import { describe, expect, it } from 'vitest'
import { dateTimeParts, formatDateTime, parseDateTime } from '#engine/base/fhir/dates.ts'
import { NO_DAY, NO_OFFSET, precisions } from '#engine/base/fhir/missing.ts'

const parts = dateTimeParts()

function parsed(text: string) {
  return parseDateTime(text, parts) ? { ...parts, precision: precisions[parts.precision] } : undefined
}

describe('parseDateTime', () => {
  it.each([
    ['1970', 0, 0, NO_OFFSET, 'year'],
    ['0001', -719_162, 0, NO_OFFSET, 'year'],
    ['1970-02', 31, 0, NO_OFFSET, 'month'],
    ['1970-01-02', 1, 0, NO_OFFSET, 'day'],
    ['2000-02-29', 11_016, 0, NO_OFFSET, 'day'],
    ['9999-12-31', 2_932_896, 0, NO_OFFSET, 'day'],
    ['1970-01-01T01:02', 0, 3_720_000, NO_OFFSET, 'minute'],
    ['1970-01-01T01:02Z', 0, 3_720_000, 0, 'minute'],
    ['1970-01-01T01:02:03', 0, 3_723_000, NO_OFFSET, 'second'],
    ['1970-01-01T01:02:03-05:00', 0, 3_723_000, -300, 'second'],
    ['1970-01-01T01:02:03+05:30', 0, 3_723_000, 330, 'second'],
    ['1970-01-01T01:02:03+14:00', 0, 3_723_000, 840, 'second'],
    ['1970-01-01T01:02:03-00:00', 0, 3_723_000, 0, 'second'],
    ['1970-01-01T01:02:03.4Z', 0, 3_723_400, 0, 'millisecond'],
    ['1970-01-01T01:02:03.045Z', 0, 3_723_045, 0, 'millisecond'],
    ['1970-01-01T01:02:03.0456789Z', 0, 3_723_045, 0, 'millisecond'],
    ['2016-12-31T23:59:60Z', 17_166, 86_399_999, 0, 'second'],
    ['2016-12-31T23:59:60.5Z', 17_166, 86_399_999, 0, 'millisecond']
  ])('%s', (text, day, millis, offset, precision) => {
    expect(parsed(text)).toEqual({ day, millis, offset, precision })
  })

  it.each([
    '',
    '70',
    '0000',
    '19700',
    '1970-',
    '1970-1',
    '1970-00',
    '1970-13',
    '1970-01-00',
    '1970-01-32',
    '1970-04-31',
    '1900-02-29',
    '2021-02-29',
    '1970/01/01',
    '1970-01-01T',
    '1970-01-01T01',
    '1970-01-01 01:02:03Z',
    '1970-01-01t01:02:03Z',
    '1970-01-01T24:00:00Z',
    '1970-01-01T23:60:00Z',
    '1970-01-01T23:59:61Z',
    '1970-01-01T23:59:59.Z',
    '1970-01-01T23:59:59z',
    '1970-01-01T23:59:59+1400',
    '1970-01-01T23:59:59+14:01',
    '1970-01-01T23:59:59+01:60',
    '1970-01-01T23:59:59Z ',
    ' 1970-01-01',
    '-970-01-01',
    '1970-01-01Z',
    'yesterday',
    '１９７０'
  ])('“%s” is none', (text) => {
    expect(parsed(text)).toBeUndefined()
    expect(parts).toEqual({ day: NO_DAY, millis: 0, offset: NO_OFFSET, precision: 0 })
  })
})

describe('formatDateTime', () => {
  it.each([
    '0001',
    '1970-02',
    '2000-02-29',
    '1970-01-01T01:02',
    '1970-01-01T01:02:03Z',
    '1970-01-01T01:02:03-05:00',
    '2023-12-31T23:59:59.007+05:30',
    '1812-06-24T00:00:00.000-11:45'
  ])('writes %s as it was', (text) => {
    expect(parseDateTime(text, parts)).toBe(true)
    expect(formatDateTime(parts.day, parts.millis, parts.offset, parts.precision)).toBe(text)
  })

  it('writes nothing for no value', () => {
    expect(formatDateTime(NO_DAY, 0, NO_OFFSET, 0)).toBe('')
  })
})
