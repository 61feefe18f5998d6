import { describe, expect, it } from 'vitest'
import { readViewText } from '#engine/tables/saved-views/read-view-text.ts'
import { emptyView, startFrom } from '#engine/tables/saved-views/start-from.ts'
import { canonicalViews } from '../../support/canonical-views.ts'

/** The marked characters and the sentences. */
function issuesOf(text: string): (readonly [string, string])[] {
  return readViewText(text).issues.map(({ start, end, message }) => [text.slice(start, end), message])
}

const view = (body: string): string =>
  `{ "resourceType": "ViewDefinition", "name": "v", "resource": "Patient", ${body} }`
const column = (path: string, more = ''): string =>
  view(`"select": [{ "column": [{ "name": "a", "path": ${JSON.stringify(path)}${more} }] }]`)

describe('a definition as it is written', () => {
  it('is read when it is good', () => {
    expect(readViewText(column('gender')).definition).toMatchObject({ name: 'v', resource: 'Patient' })
    expect(issuesOf(JSON.stringify(emptyView))).toEqual([])
  })

  it.each([
    ['{ "a": 1', 8, 'ends too early'],
    ['{ "a" 1 }', 6, 'a colon'],
    ['{ "a": 1, }', 10, 'a name in double quotes'],
    ['[1 2]', 3, 'a comma or “]”'],
    ["{ 'a': 1 }", 2, 'a name in double quotes'],
    ['{ "a": 01 }', 8, 'a comma or “}”']
  ])('%s is no JSON at character %i', (text, index, words) => {
    const [issue] = readViewText(text).issues
    expect(issue!.message).toContain(words)
    expect(issue!.start).toBe(Math.min(index, text.length - 1))
  })

  it('marks the place in a path, also behind characters that JSON escapes', () => {
    expect(issuesOf(column('name.family.fist()'))).toEqual([['fist', 'There is no function “fist”.']])
    expect(issuesOf(column(`identifier.where(system = "x")`))).toEqual([['\\"', 'Unexpected “"”.']])
    expect(issuesOf(column(`iif(gender = 'a\\\\b', nofun(), 1)`))).toEqual([['nofun', 'There is no function “nofun”.']])
  })

  it('says everything that is wrong, each where it stands', () => {
    const text = view(`"where": [{ "path": "active =" }],
      "select": [
        { "forEach": "name", "repeat": ["x"], "column": [{ "name": "a b", "path": "family" }, { "name": "x" }] },
        { "column": [{ "name": "x", "path": "id" }, { "path": "id" }] }
      ], "colunm": []`)
    expect(issuesOf(text)).toEqual([
      ['"colunm"', '“colunm” is no part of a ViewDefinition here and has no effect.'],
      ['"', 'Expected a path, found the end.'],
      ['[', 'A select may not have both forEach and repeat.'],
      ['"a b"', '“a b” is no column name: use letters, digits and underscores.'],
      ['{', 'The column “x” needs a path: a text.'],
      ['"x"', 'The view has two columns “x”.'],
      ['{', 'The column needs a name.']
    ])
  })

  it('knows constants, resource types and lists', () => {
    expect(issuesOf(column('%missing'))).toEqual([['%', 'The view defines no constant “%missing”.']])
    const wrong = view(`"constant": [{ "name": "c" }], "select": [{ "column": [{ "name": "a", "path": "%c" }] }]`)
    expect(issuesOf(wrong)).toEqual([['{', 'The constant “c” needs exactly one value, such as valueString.']])
    expect(issuesOf('{ "resource": "Pateint", "select": [] }')).toEqual([
      ['"Pateint"', 'There is no resource type “Pateint”.'],
      ['[', 'The view selects nothing: “select” needs at least one entry.']
    ])
    expect(issuesOf('{ "resource": "Patient", "select": { "column": [] } }')).toEqual([
      ['{', '“select” must be a list of objects.']
    ])
    expect(issuesOf('7')).toEqual([['7', 'A ViewDefinition is a JSON object.']])
  })

  it('lets what only compiling sees be said of the whole', () => {
    const text = view(`"select": [{ "unionAll": [
      { "column": [{ "name": "a", "path": "id" }] }, { "column": [{ "name": "b", "path": "id" }] } ] }]`)
    expect(issuesOf(text)).toEqual([['[', expect.stringContaining('same columns in the same order')]])
  })

  it('takes a hint for no error', () => {
    const { definition, issues } = readViewText(column('gender', ', "color": "red"'))
    expect(issues.map(({ severity }) => severity)).toEqual(['hint'])
    expect(definition).toBeDefined()
  })

  it.each([...canonicalViews('r4').values(), ...canonicalViews('r5').values()].map((each) => [each.name, each]))(
    'the built-in %s is good, and so is a copy to start from',
    (_, definition) => {
      expect(issuesOf(JSON.stringify(definition, undefined, 2))).toEqual([])
      const copy = startFrom(definition)
      expect(issuesOf(JSON.stringify(copy))).toEqual([])
      expect(copy.name).toBe(`my_${definition.name}`)
      expect(JSON.stringify(copy)).not.toContain('populus')
    }
  )
})
