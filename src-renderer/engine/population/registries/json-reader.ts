import { enginePopulationRegistriesMessages as m } from '#messages/engine/population/registries.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { AppError } from '#shared/app-error.ts'

/** Reads an untrusted JSON object field by field, and says where it is wrong in words an author can act on. */
export class JsonReader {
  readonly #fields: Readonly<Record<string, unknown>>
  readonly #path: string

  private constructor(fields: Readonly<Record<string, unknown>>, path: string) {
    this.#fields = fields
    this.#path = path
  }

  /** @throws AppError `invalid-input` when the value is not an object */
  static of(value: unknown, path: string): JsonReader {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new AppError('invalid-input', m.registryDefinitionMustBeAnObject(path))
    }
    return new JsonReader(value as Readonly<Record<string, unknown>>, path)
  }

  /** The same object under another name. */
  at(path: string): JsonReader {
    return new JsonReader(this.#fields, path)
  }

  /** @throws AppError `invalid-input` always */
  fail(problem: string): never {
    throw new AppError('invalid-input', asSentence(m.registryDefinition(this.#path, problem)))
  }

  has(key: string): boolean {
    return this.#fields[key] !== undefined
  }

  keys(): string[] {
    return Object.keys(this.#fields)
  }

  /** A text that is not empty, unless `empty` allows it. */
  text(key: string, options: { readonly empty?: boolean } = {}): string {
    const value = this.#fields[key]
    if (typeof value !== 'string' || (value === '' && options.empty !== true)) this.fail(m.mustBeAText(key))
    return value
  }

  number(key: string): number {
    const value = this.#fields[key]
    if (typeof value !== 'number' || !Number.isFinite(value)) this.fail(m.mustBeANumber(key))
    return value
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T {
    const value = this.text(key)
    return allowed.find((each) => each === value) ?? this.fail(m.mustBeOneOf(key, allowed.join(', ')))
  }

  texts(key: string): string[] {
    const value = this.#fields[key]
    if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) this.fail(m.mustListTexts(key))
    return value
  }

  numbers(key: string): number[] {
    const value = this.#fields[key]
    if (!Array.isArray(value) || !value.every((each) => Number.isFinite(each))) this.fail(m.mustListNumbers(key))
    return value as number[]
  }

  object(key: string): JsonReader {
    return JsonReader.of(this.#fields[key], `${this.#path}/${key}`)
  }

  /** A list of objects; a missing one is empty. */
  list(key: string): JsonReader[] {
    const value = this.#fields[key] ?? []
    if (!Array.isArray(value)) this.fail(m.mustBeAList(key))
    return (value as unknown[]).map((each, index) => JsonReader.of(each, `${this.#path}/${key}[${index}]`))
  }
}
