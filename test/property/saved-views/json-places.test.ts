import { describe, expect, it } from 'vitest'
import { placeInText, readJsonPlaces, type JsonSteps } from '#engine/tables/saved-views/json-places.ts'
import { budgeted, fc } from '../../support/property.ts'

const values = fc.jsonValue({ maxDepth: 5 })
const indents = fc.constantFrom(undefined, 1, 2, '\t')

/** Every value inside a value, with its steps. */
function* insideOf(value: unknown, steps: JsonSteps = []): Generator<readonly [JsonSteps, unknown]> {
  yield [steps, value]
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* insideOf(item, [...steps, index])
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) yield* insideOf(member, [...steps, name])
}

describe('JSON with places', () => {
  it('reads what JSON.parse reads, and every place holds its value', () => {
    fc.assert(
      fc.property(values, indents, (value, indent) => {
        const text = JSON.stringify(value, undefined, indent)
        const reading = readJsonPlaces(text)
        if (reading.kind === 'error') throw new Error(reading.message)
        expect(JSON.stringify(reading.value)).toBe(JSON.stringify(value))
        for (const [steps, part] of insideOf(JSON.parse(text))) {
          const place = reading.place(steps)!
          expect(JSON.parse(text.slice(place.start, place.end))).toEqual(part)
          const last = steps.at(-1)
          if (typeof last === 'string') {
            expect(text.startsWith(JSON.stringify(last), place.nameStart)).toBe(true)
          } else expect(place.nameStart).toBeUndefined()
        }
      })
    )
  })

  it('refuses what JSON.parse refuses, at a place of the text', () => {
    const broken = fc
      .tuple(values, fc.nat(), fc.constantFrom('', '{', '}', ']', ',', '"', ':', '\\', 'x', '-', '\n', '01'))
      .map(([value, index, added]) => {
        const text = JSON.stringify(value)
        const cut = index % (text.length + 1)
        return text.slice(0, cut) + added + text.slice(added === '' ? cut + 1 : cut)
      })
    fc.assert(
      fc.property(broken, (text) => {
        let good = true
        try {
          JSON.parse(text)
        } catch {
          good = false
        }
        const reading = readJsonPlaces(text)
        // A name that comes twice is refused here: which of the two is meant cannot be seen.
        if (reading.kind === 'error' && good) expect(reading.message).toMatch('is here twice')
        else expect(reading.kind === 'value').toBe(good)
        if (reading.kind === 'error') expect(reading.at >= 0 && reading.at <= text.length).toBe(true)
      }),
      { numRuns: budgeted(500) }
    )
  })

  it('finds each character of a text in its JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = JSON.stringify(text)
        for (let index = 0; index < text.length; index++) {
          const place = placeInText(json, 0, index)
          const end = placeInText(json, 0, index + 1)
          expect(JSON.parse(`"${json.slice(place, end)}"`)).toBe(text.charAt(index))
        }
      })
    )
  })
})
