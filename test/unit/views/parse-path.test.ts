import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { parsePath } from '#engine/views/parse-path.ts'
import type { PathExpression } from '#engine/views/path-expression.ts'

/** Writes an expression with every bracket, so that precedence shows. */
function show(e: PathExpression): string {
  switch (e.kind) {
    case 'literal':
      return e.type === 'string' ? `'${e.text}'` : e.type === 'Quantity' ? JSON.stringify(e.value) : e.text
    case 'empty':
      return '{}'
    case 'variable':
      return e.name
    case 'constant':
      return `%${e.name}`
    case 'member':
      return e.target === undefined ? e.name : `${show(e.target)}.${e.name}`
    case 'call':
      return `${e.target === undefined ? '' : `${show(e.target)}.`}${e.name}(${e.args.map(show).join(', ')})`
    case 'index':
      return `${show(e.target)}[${show(e.index)}]`
    case 'negative':
      return `-(${show(e.operand)})`
    case 'binary':
      return `(${show(e.left)} ${e.operator} ${show(e.right)})`
    case 'type':
      return `(${show(e.operand)} ${e.operator} ${e.type})`
  }
}

function message(path: string): string {
  try {
    parsePath(path)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe('invalid-input')
    return (error as AppError).message
  }
  throw new Error(`“${path}” was accepted`)
}

describe('parsePath', () => {
  it.each([
    ['a.b.c', 'a.b.c'],
    ["name.where(use = 'official').given[0]", "name.where((use = 'official')).given[0]"],
    ['a or b and c', '(a or (b and c))'],
    ['a implies b or c', '(a implies (b or c))'],
    ['a = b and c != d', '((a = b) and (c != d))'],
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['8 - 4 - 2', '((8 - 4) - 2)'],
    ['(8 - (4 - 2))', '(8 - (4 - 2))'],
    ['a | b = c', '((a | b) = c)'],
    ['a | b + c', '(a | (b + c))'],
    ['a | b is Quantity', '(a | (b is Quantity))'],
    ['a + b is FHIR.Quantity', '((a + b) is FHIR.Quantity)'],
    ['a > 1 = true', '((a > 1) = true)'],
    ['a in b and c contains d', '((a in b) and (c contains d))'],
    ['-a.b', '-(a.b)'],
    ['- - 1', '1'],
    ['text.contains(is).as', 'text.contains(is).as'],
    ['`div`.`a b`', 'div.a b'],
    ["'it\\'s \\u0041\\n'", "'it's A\n'"],
    ['%use = %`the use`', '(%use = %the use)'],
    ['$this.exists() // no more', '$this.exists()'],
    ['a /* not\nthis */ .b', 'a.b'],
    ["5 'mg'", '{"value":5,"unit":"mg","code":"mg"}'],
    ['2 days', '{"value":2,"unit":"days","code":"days"}'],
    ['{} | a', '({} | a)'],
    ['@2020-02-29T10:00:00Z', '2020-02-29T10:00:00Z'],
    ['@T10:30', '10:30']
  ])('%s', (path, expected) => {
    expect(show(parsePath(path))).toBe(expected)
  })

  it('keeps how a decimal was written', () => {
    expect(parsePath('1.50')).toMatchObject({ type: 'decimal', text: '1.50', value: 1.5 })
    expect(parsePath('2')).toMatchObject({ type: 'integer', value: 2 })
  })

  it.each([
    ['name.@@', 6],
    ['@@', 1],
    ['name.', 6],
    ['name.where(', 12],
    ["name.where(use = 'x'", 21],
    ['a b', 3],
    ["'open", 1],
    ['a..b', 3],
    ['a[1', 4],
    ['', 1],
    ["'\\u00'", 1],
    ['a.$this', 3]
  ])('%s is refused at position %i', (path, position) => {
    const text = message(path)
    expect(text).toContain(`at position ${position} of the path:\n  ${path}\n  ${' '.repeat(position - 1)}^`)
  })

  it('refuses what would exhaust the stack', () => {
    expect(message('('.repeat(3000) + ')'.repeat(100))).toContain('brackets')
    expect(message('a.'.repeat(3000) + 'a')).toContain('characters')
  })
})
