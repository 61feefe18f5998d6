import { describe, expect, it } from 'vitest'
import { parseReference } from '#engine/base/fhir/references.ts'
import { fc } from '../../support/property.ts'

const id = fc.stringMatching(/^[A-Za-z0-9\-.]{1,64}$/)
const type = fc.constantFrom('Patient', 'Practitioner', 'ExplanationOfBenefit', 'GenomicStudy')
const version = fc.option(id, { nil: undefined })
const base = fc.option(fc.constantFrom('https://x.org/fhir/', 'http://localhost:8080/a/b/'), { nil: undefined })

describe('parseReference', () => {
  it('takes apart what was put together', () => {
    fc.assert(
      fc.property(type, id, version, base, (wantedType, wantedId, wantedVersion, server) => {
        const history = wantedVersion === undefined ? '' : `/_history/${wantedVersion}`
        expect(parseReference(`${server ?? ''}${wantedType}/${wantedId}${history}`)).toEqual({
          kind: server === undefined ? 'relative' : 'absolute',
          type: wantedType,
          id: wantedId,
          version: wantedVersion,
          system: undefined,
          ...(server === undefined ? {} : { base: server.slice(0, -1) })
        })
      })
    )
  })

  it('takes apart conditional references with any identifier', () => {
    const escape = (text: string) => text.replace(/[\\|,$]/g, '\\$&')
    fc.assert(
      fc.property(type, fc.webUrl(), fc.string({ minLength: 1 }), (wantedType, system, value) => {
        const query = encodeURIComponent(`${escape(system)}|${escape(value)}`)
        expect(parseReference(`${wantedType}?identifier=${query}`)).toMatchObject({
          type: wantedType,
          id: value,
          system
        })
      })
    )
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseReference(text)?.id ?? '').toEqual(expect.any(String))
      })
    )
  })
})
