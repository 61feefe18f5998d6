import { ElmError } from './elm-error.ts'
import type { ElmLibrary, ElmStatement } from './elm-library.ts'
import { isNode, text, type ElmNode } from './elm-node.ts'
import { FhirValues } from './fhir/fhir-values.ts'
import { nodeCompilers } from './nodes/node-compilers.ts'
import type { PatientData } from './patient-data.ts'
import { Run, type Evaluate } from './run.ts'
import { Scope, type CompiledFunction, type Linker } from './scope.ts'
import type { TraceSink } from './trace-sink.ts'
import { ValueSet } from './values/code.ts'
import { fixedOffset, type ZoneOffset } from './values/temporal-text.ts'
import type { DateTime } from './values/temporal.ts'
import type { Value } from './values/value.ts'

/** What a program is made of. */
export interface ProgramContent {
  readonly libraries: readonly ElmLibrary[]
  /** Expansions by canonical URL without version: codes by system. */
  readonly valueSets: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>
  /** The time zone of dates and times that name none; UTC by default. */
  readonly zone?: ZoneOffset
  /** Compile so that every clause reports what it came to. */
  readonly instrumented?: boolean
}

/** Calls within calls, beyond which a logic is taken to be endless. */
const depthLimit = 500

/** A set of libraries compiled to closures, once, for any number of patients. */
export class Program implements Linker {
  readonly zone: ZoneOffset
  readonly fhir: FhirValues
  /** Value sets that the logic names and that are not loaded, by URL. */
  readonly missingValueSets = new Set<string>()
  /** Includes that were satisfied by another version than they ask for. */
  readonly versionNotices = new Set<string>()
  readonly #content: ProgramContent
  readonly #defines = new Map<string, Evaluate>()
  readonly #functions = new Map<ElmStatement, CompiledFunction>()
  readonly #parameters = new Map<string, Evaluate>()
  readonly #valueSets = new Map<string, ValueSet>()
  #cells = 0
  #nesting = 0

  constructor(content: ProgramContent) {
    this.#content = content
    this.zone = content.zone ?? fixedOffset(0)
    this.fhir = new FhirValues(this.zone)
  }

  /** The library of an id. @throws ElmError when it is not among the content */
  library(id: string): ElmLibrary {
    const library = this.#content.libraries.find((one) => one.id === id)
    if (library === undefined) throw new ElmError('not-found', `The library "${id}" is not among the content.`)
    return library
  }

  included(library: ElmLibrary, localName: string | undefined): ElmLibrary {
    if (localName === undefined) return library
    const wanted = library.includes.get(localName)
    if (wanted === undefined) {
      throw new ElmError('invalid-input', `Library ${library.id} includes nothing called "${localName}".`)
    }
    const found = this.#content.libraries.filter((one) => one.id === wanted.id)
    const exact = found.find((one) => wanted.version === undefined || one.version === wanted.version) ?? found[0]
    if (exact === undefined) {
      throw new ElmError('not-found', `Library ${library.id} needs "${wanted.id}", which is not among the content.`)
    }
    if (wanted.version !== undefined && exact.version !== wanted.version) {
      this.versionNotices.add(
        `${library.id} asks for ${wanted.id} ${wanted.version}; ${exact.version ?? 'a version without number'} is used.`
      )
    }
    return exact
  }

  newCell(): number {
    return this.#cells++
  }

  /** Starts an evaluation over one patient's data. */
  run(data: PatientData, parameters: ReadonlyMap<string, Value>, now: DateTime, trace?: TraceSink): Run {
    return new Run(data, parameters, now, trace)
  }

  define(library: ElmLibrary, name: string): Evaluate {
    const key = `${library.id}|${library.version ?? ''}|${name}`
    let evaluate = this.#defines.get(key)
    if (evaluate === undefined) {
      evaluate = this.#compileDefine(library, name)
      this.#defines.set(key, evaluate)
    }
    return evaluate
  }

  /** A define is compiled when it is first evaluated or asked for, and evaluated once per patient. */
  #compileDefine(library: ElmLibrary, name: string): Evaluate {
    const statement = library.defines.get(name)
    if (statement === undefined) throw new ElmError('not-found', `Library ${library.id} has no "${name}".`)
    const cell = this.newCell()
    let body: Evaluate | undefined
    let frameSize = 0
    return (run) => {
      const known = run.cells[cell]
      if (known !== undefined) {
        if (known === 'pending') throw this.#positioned(library, name, 'is defined by itself.')
        if ('error' in known) throw known.error
        return known.value
      }
      run.cells[cell] = 'pending'
      const frame = run.frame
      try {
        if (body === undefined) {
          const scope = new Scope(this, library, name, statement.context)
          body = this.#body(statement, scope)
          frameSize = scope.frameSize
        }
        run.frame = new Array<Value>(frameSize).fill(null)
        const value = body(run)
        run.cells[cell] = { value }
        run.trace?.define(library.id, name, value)
        return value
      } catch (error) {
        const failure = this.#failure(error, library, name)
        run.cells[cell] = { error: failure }
        throw failure
      } finally {
        run.frame = frame
      }
    }
  }

  #body(statement: ElmStatement, scope: Scope): Evaluate {
    if (statement.expression === undefined) {
      throw new ElmError('not-supported', `"${statement.name}" has no expression to evaluate.`, {
        library: scope.library.id,
        expression: statement.name
      })
    }
    return scope.compile(statement.expression)
  }

  #positioned(library: ElmLibrary, name: string, what: string): ElmError {
    return new ElmError('invalid-input', `"${name}" ${what}`, { library: library.id, expression: name })
  }

  /** Any error as one with a position; a stack that ran over and a mistake of this engine included. */
  #failure(error: unknown, library: ElmLibrary, name: string): ElmError {
    if (error instanceof ElmError) {
      if (error.position !== undefined) return error
      const placed = new ElmError(error.code, error.message, { library: library.id, expression: name })
      placed.resource = error.resource
      return placed
    }
    if (error instanceof RangeError) return this.#positioned(library, name, 'is nested too deeply or too big.')
    const reason = error instanceof Error ? error.message : 'unknown'
    return new ElmError('internal', `The engine failed: ${reason}`, { library: library.id, expression: name })
  }

  functions(library: ElmLibrary, name: string, operands: number): readonly CompiledFunction[] {
    const candidates = library.functions.get(name) ?? []
    return candidates.filter((one) => one.operands?.length === operands).map((one) => this.#function(library, one))
  }

  #function(library: ElmLibrary, statement: ElmStatement): CompiledFunction {
    const known = this.#functions.get(statement)
    if (known !== undefined) return known
    const operands = statement.operands ?? []
    let body: Evaluate | undefined
    let frameSize = 0
    const compile = (): Evaluate => {
      const names = new Map(operands.map((operand, index) => [operand.name, index]))
      const scope = new Scope(this, library, statement.name, statement.context, names)
      const compiled = this.#body(statement, scope)
      frameSize = scope.frameSize
      return compiled
    }
    const made: CompiledFunction = {
      name: statement.name,
      operandTypes: operands.map((operand) => operand.type),
      call: (run, values) => {
        body ??= compile()
        const frame = run.frame
        if (run.depth >= depthLimit) throw this.#positioned(library, statement.name, 'calls itself without end.')
        run.depth++
        const own = new Array<Value>(frameSize).fill(null)
        for (let i = 0; i < values.length; i++) own[i] = values[i] ?? null
        run.frame = own
        try {
          const value = body(run)
          run.trace?.define(library.id, statement.name, value)
          return value
        } catch (error) {
          throw this.#failure(error, library, statement.name)
        } finally {
          run.frame = frame
          run.depth--
        }
      }
    }
    this.#functions.set(statement, made)
    return made
  }

  parameter(library: ElmLibrary, name: string): Evaluate {
    const key = `${library.id}|${name}`
    const known = this.#parameters.get(key)
    if (known !== undefined) return known
    const fallback = library.parameters.get(name)?.['default']
    const scope = new Scope(this, library, name, 'Unfiltered')
    const byDefault = isNode(fallback) ? scope.compile(fallback) : () => null
    const evaluate: Evaluate = (run) => run.parameters.get(name) ?? byDefault(run)
    this.#parameters.set(key, evaluate)
    return evaluate
  }

  valueSet(id: string, version: string | undefined, name: string): ValueSet {
    let set = this.#valueSets.get(id)
    if (set === undefined) {
      const expansion = this.#content.valueSets.get(id)
      if (expansion === undefined) this.missingValueSets.add(id)
      set = new ValueSet(id, expansion, version, name)
      this.#valueSets.set(id, set)
    }
    return set
  }

  compile(node: ElmNode, scope: Scope): Evaluate {
    const compiler = nodeCompilers.get(node.type)
    if (compiler === undefined) {
      throw new ElmError('not-supported', `The operation "${node.type}" is not supported.`, scope.position(node))
    }
    if (++this.#nesting > 1000) throw scope.error(node, 'This expression is nested too deeply.')
    try {
      const evaluate = compiler(node, scope)
      return this.#content.instrumented === true ? traced(node, scope, evaluate) : evaluate
    } finally {
      this.#nesting--
    }
  }
}

/** A closure that reports what it came to. */
function traced(node: ElmNode, scope: Scope, evaluate: Evaluate): Evaluate {
  const localId = text(node, 'localId')
  if (localId === undefined) return evaluate
  const { library, expression } = scope
  return (run) => {
    const value = evaluate(run)
    run.trace?.clause(library.id, expression, localId, node.type, value)
    return value
  }
}
