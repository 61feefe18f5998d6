import { expect, it } from 'vitest'
import { namesPerson } from '#shared/governance/names-person.ts'

it.each([
  '"patient":"12"',
  "where id = '12'",
  'Patient/12',
  '12@north',
  'seen with 12.',
  '(12)',
  '12',
  JSON.stringify('a\n12\tb'),
  JSON.stringify('a\u000112')
])('the id 12 is named in %s', (text) => {
  expect(namesPerson(text, '12')).toBe(true)
})

it.each(['"2012-01-01"', 'limit 120', 'a-12', '12-b', '3.12.1', 'x12', ''])('the id 12 is not named in %s', (text) => {
  expect(namesPerson(text, '12')).toBe(false)
})
