import { apiMessages as m } from '#messages/api.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { activeLocale } from '#shared/messages/locale.ts'

/** Part of a schema that is walked to find the title of a field. */
interface Node {
  readonly type?: string
  readonly pipe?: readonly unknown[]
  readonly wrapped?: unknown
  readonly entries?: Readonly<Record<string, unknown>>
  readonly item?: unknown
  readonly value?: unknown
  readonly options?: readonly unknown[]
}

const number = new Intl.NumberFormat(activeLocale)

/**
 * What is wrong with the input of a call, as a sentence that names the field and its limit. The input itself is never
 * repeated: it may be a secret, or health data.
 *
 * @param schema of the whole input; a field is named by its `v.title`, or by its key in words
 * @param call name of the call, for input that has no field to blame
 */
export function inputProblem(schema: v.GenericSchema, issues: readonly v.BaseIssue<unknown>[], call: string): AppError {
  const issue = innermost(issues[0])
  const keys = (issue?.path ?? []).map(({ key }) => key)
  const field = fieldName(schema, keys)
  if (issue === undefined || field === undefined)
    return new AppError('invalid-input', m.populusDidNotUnderstandTheCall(call))
  return new AppError('invalid-input', m.nothingWasChangedCorrectItAnd(field, complaint(issue)))
}

/** The issue of a union is that none of its options fits; what a user can correct is in the option that came closest. */
function innermost(issue: v.BaseIssue<unknown> | undefined): v.BaseIssue<unknown> | undefined {
  const deeper = issue?.issues?.toSorted((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))[0]
  if (issue === undefined || deeper?.path === undefined) return issue
  // Valibot types a path as a tuple with a first member; after a spread the compiler sees a list.
  const path = [...(issue.path ?? []), ...deeper.path] as unknown as NonNullable<typeof deeper.path>
  return innermost({ ...deeper, path })
}

/** The innermost field with a name; entries of lists are numbered from 1. */
function fieldName(schema: unknown, keys: readonly unknown[]): string | undefined {
  let name: string | undefined
  let node: unknown = schema
  for (const key of keys) {
    node = child(node, key)
    if (typeof key === 'number') name = m.entry(name ?? m.list, number.format(key + 1))
    else if (typeof key === 'string') name = titleOf(node) ?? inWords(key)
  }
  return name
}

function child(schema: unknown, key: unknown): unknown {
  const { type, wrapped, entries, item, value, options } = (schema ?? {}) as Node
  if (wrapped !== undefined) return child(wrapped, key)
  if (entries !== undefined && type !== 'record')
    return typeof key === 'string' && Object.hasOwn(entries, key) ? entries[key] : undefined
  if (options !== undefined && Array.isArray(options))
    return options.map((option) => child(option, key)).find((found) => found !== undefined)
  return item ?? value
}

/** The title that the schema, or what it wraps, was given. */
function titleOf(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  const { wrapped, pipe = [] } = schema as Node
  for (const part of pipe) {
    const { type, title } = part as { readonly type?: string; readonly title?: string }
    if (type === 'title') return title
    if (part !== schema) {
      const inner = titleOf(part)
      if (inner !== undefined) return inner
    }
  }
  return titleOf(wrapped)
}

/** `tokenEndpoint` as `Token endpoint`. A key that the code did not choose is not repeated. */
function inWords(key: string): string {
  if (!/^[a-z][A-Za-z]{0,40}$/.test(key)) return m.anEntry
  const words = key.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
  return sentenceCase(words)
}

function complaint({ type, requirement, received, input, kind }: v.BaseIssue<unknown>): string {
  const limit = typeof requirement === 'number' ? number.format(requirement) : ''
  const isList = Array.isArray(input)
  switch (type) {
    case 'max_length':
    case 'min_length': {
      if (type === 'min_length' && requirement === 1) return m.isEmpty
      const unit = isList ? 'entries' : 'characters'
      const length = Number(received)
      const now = Number.isFinite(length) ? m.itHas(number.format(length), unit) : ''
      return type === 'max_length' ? m.isTooLongAndAtMost(now, limit) : m.isTooShortAndAtLeast(now, limit)
    }
    case 'min_value':
      return m.isTooSmallAtLeastIs(limit)
    case 'max_value':
      return m.isTooLargeAtMostIs(limit)
    case 'integer':
      return m.hasToBeAWholeNumber
    case 'picklist':
    case 'literal':
      return m.isNotOneOfTheChoices
    case 'regex':
      return m.isNotWrittenInTheForm
    default:
      if (input === undefined) return m.isMissing
      return kind === 'schema' ? m.isOfTheWrongKind : m.isNotValid
  }
}
