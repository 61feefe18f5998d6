import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { methods, type MethodName } from '#shared/contract/contract.ts'
import { inputProblem } from '../../../src-main/api/input-problem.ts'
import { settingsFor } from '../../support/connection-calls.ts'

function problem(name: MethodName, input: unknown): string {
  const schema: v.GenericSchema = methods[name].input
  const { issues } = v.safeParse(schema, input)
  if (issues === undefined) return 'taken'
  const { code, message } = inputProblem(schema, issues, name)
  expect(code).toBe('invalid-input')
  return message
}
const create = (change: object): string =>
  problem('connections.create', { ...settingsFor('https://fhir.example.org'), ...change })

describe('what is wrong with the input of a call', () => {
  it('takes the client ids that real servers give out', () => {
    expect(create({ clientId: 'x'.repeat(1374) })).toBe('taken')
    expect(create({ clientId: 'x'.repeat(8192) })).toBe('taken')
  })

  it('names the field, its length and its limit', () => {
    expect(create({ clientId: 'x'.repeat(9000) })).toBe(
      'Client ID is too long: it has 9,000 characters, and at most 8,192 are allowed. Nothing was changed. Correct it and try again.'
    )
    expect(create({ name: '' })).toMatch(/^Name is empty\./)
    expect(create({ name: 'x'.repeat(201) })).toMatch(/^Name is too long: it has 201 characters, and at most 200/)
    expect(create({ tokenEndpoint: 'x'.repeat(2001) })).toMatch(/^Address of the token service is too long/)
    expect(problem('connections.discover', { base: 'x'.repeat(2001), allowHttpLoopback: true })).toMatch(
      /^FHIR base address is too long: it has 2,001 characters/
    )
  })

  it('names fields inside lists, choices and objects', () => {
    expect(create({ trustedOrigins: ['a', 'x'.repeat(3000)] })).toMatch(
      /^List of trusted addresses, entry 2, is too long: it has 3,000 characters/
    )
    expect(create({ mode: 'sideways' })).toMatch(/^Mode is not one of the choices/)
    expect(create({ types: { kind: 'chosen', types: ['Patient', 'no type'] } })).toMatch(
      /^(List of resource types|Types), entry 2, is not written in the form/
    )
    expect(create({ switches: { retryAfterCapSeconds: 0 } })).toMatch(
      /^Maximum time between status checks, in seconds, is too small: at least 1 is needed/
    )
    expect(create({ switches: { mostDownloads: 1.5 } })).toMatch(
      /^Number of parallel downloads has to be a whole number/
    )
    expect(create({ lenient: undefined })).toMatch(/^Lenient is missing/)
  })

  it('never repeats what was typed, nor a key that the code did not choose', () => {
    const secret = 'hunter2-'.repeat(3000)
    expect(problem('connections.setSecret', { id: 'connection-1', secret })).not.toContain('hunter2')
    expect(create({ mode: 'hunter2' })).not.toContain('hunter2')
    expect(create({ switches: { headers: { 'Hunter2 Smith': 7 } } })).toMatch(/^An entry is of the wrong kind/)
  })

  it('says so where there is no field to name', () => {
    expect(problem('connections.create', 7)).toBe('Populus did not understand the call "connections.create".')
  })
})
