import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import { BudgetError, spend, type EvaluationLimits } from './library/budget.ts'
import { DependenceAnalysis, type Dependence } from './library/dependence.ts'
import { ElmError } from './library/elm-error.ts'
import type { ElmLibrary, ElmStatement } from './library/elm-library.ts'
import { isNode, type ElmNode } from './library/elm-node.ts'
import { findInclude, findLibrary } from './library/find-library.ts'
import { FhirValues } from './fhir/fhir-values.ts'
import { failureOf, positioned } from './library/evaluation-failure.ts'
import { cachedOnce, oncePerPeriod } from './runtime/cached-once.ts'
import { Memory } from './runtime/memory.ts'
import { nodeCompilers } from './nodes/node-compilers.ts'
import type { PatientData } from './runtime/patient-data.ts'
import { Run, type Evaluate, type RunSetting } from './runtime/run.ts'
import { Scope, type CompiledFunction, type Linker } from './runtime/scope.ts'
import type { TraceSink } from './runtime/trace-sink.ts'
import { traced } from './runtime/traced.ts'
import { ValueSet } from './values/code.ts'
import { CodeFilter } from './values/concept-numbers.ts'
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
  /** Conversions of FHIR elements, to share what they remember with other programs of the same zone. */
  readonly fhir?: FhirValues
  /** Compile so that every clause reports what it came to. */
  readonly instrumented?: boolean
  /** What each measure may take for a patient; far more than published measures need by default. */
  readonly limits?: EvaluationLimits
}

/** Calls within calls, beyond which a logic is taken to be endless. */
const depthLimit = 500

/** A set of libraries compiled to closures, once, for any number of patients. */
export class Program implements Linker {
  readonly zone: ZoneOffset
  readonly fhir: FhirValues
  readonly #content: ProgramContent
  readonly #defines = new Map<string, Evaluate>()
  readonly #functions = new Map<ElmStatement, CompiledFunction>()
  readonly #parameters = new Map<string, Evaluate>()
  readonly #valueSets = new Map<string, ValueSet>()
  readonly #filters = new Map<ValueSet, CodeFilter>()
  readonly #dependence = new DependenceAnalysis((library, name) => this.#foundInclude(library, name))
  /** What evaluations with the same parameters share. */
  readonly #settings = new WeakMap<ReadonlyMap<string, Value>, RunSetting>()
  readonly #memory = new Memory()
  #cells = 0
  #nesting = 0
  /** Dependence of the expression that is being compiled; undefined at the root of a define or function. */
  #outer: Dependence | undefined

  constructor(content: ProgramContent) {
    this.#content = content
    this.zone = content.zone ?? fixedOffset(0)
    this.fhir = content.fhir ?? new FhirValues(this.zone)
  }

  /** The library of an id, in the version asked for where it is at hand. @throws ElmError when it is not among the content */
  library(id: string, version?: string): ElmLibrary {
    const library = findLibrary(this.#content.libraries, id, version)
    if (library === undefined) throw new ElmError('not-found', m.theLibraryIsNotAmongThe(id))
    return library
  }

  included(library: ElmLibrary, localName: string | undefined): ElmLibrary {
    if (localName === undefined) return library
    const wanted = library.includes.get(localName)
    if (wanted === undefined) {
      throw new ElmError('invalid-input', m.libraryIncludesNothingCalled(library.id, localName))
    }
    const exact = this.#foundInclude(library, localName)
    if (exact === undefined) {
      throw new ElmError('not-found', m.libraryNeedsWhichIsNotAmong(library.id, wanted.id))
    }
    return exact
  }

  #foundInclude(library: ElmLibrary, localName: string | undefined): ElmLibrary | undefined {
    return findInclude(this.#content.libraries, library, localName)
  }

  newCell(): number {
    this.#memory.reserve(this.#cells)
    return this.#cells++
  }

  /** Lets go of everything that is of patients, when other patients' data come in place of theirs. No evaluation may be going on. */
  forgetPatients(): void {
    this.#memory.clear()
    this.fhir.forgetTexts()
  }

  /** Starts an evaluation over one patient's data. */
  run(data: PatientData, parameters: ReadonlyMap<string, Value>, now: DateTime, trace?: TraceSink): Run {
    let setting = this.#settings.get(parameters)
    if (setting?.now !== now) {
      const { limits } = this.#content
      setting = { parameters, now, shared: [], ...(limits === undefined ? {} : { limits }) }
      this.#settings.set(parameters, setting)
    }
    return new Run(data, setting, this.#memory, trace)
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
    if (statement === undefined) throw new ElmError('not-found', m.libraryHasNo(library.id, name))
    const cell = this.newCell()
    let body: Evaluate | undefined
    const evaluate: Evaluate = (run) => {
      const { memory, frame } = run
      const known = memory.value(cell)
      if (known !== undefined) return known
      if (memory.isPending(cell)) throw positioned(library, name, m.isDefinedByItself)
      memory.begin(cell)
      try {
        body ??= this.#body(statement, new Scope(this, library, name, statement.context))
        run.frame = []
        const value = body(run)
        run.frame = frame
        memory.keep(cell, value)
        run.trace?.define(library.id, name, value)
        return value
      } catch (error) {
        run.frame = frame
        const failure = failureOf(error, library, name)
        // Another measure that asks for the same has a budget of its own.
        if (failure instanceof BudgetError) memory.forget(cell)
        else memory.fail(cell, failure)
        throw failure
      }
    }
    const { patient, opaque } = this.#dependence.define(library, name)
    return patient || opaque || this.#content.instrumented === true ? evaluate : oncePerPeriod(evaluate, this.newCell())
  }

  #body(statement: ElmStatement, scope: Scope): Evaluate {
    if (statement.expression === undefined) {
      throw new ElmError('not-supported', m.hasNoExpressionToEvaluate(statement.name), {
        library: scope.library.id,
        expression: statement.name
      })
    }
    const outer = this.#outer
    this.#outer = undefined
    try {
      return scope.compile(statement.expression)
    } finally {
      this.#outer = outer
    }
  }

  functions(library: ElmLibrary, name: string, operands: number): readonly CompiledFunction[] {
    const candidates = library.functions.get(name) ?? []
    return candidates.filter((item) => item.operands?.length === operands).map((item) => this.#function(library, item))
  }

  #function(library: ElmLibrary, statement: ElmStatement): CompiledFunction {
    const known = this.#functions.get(statement)
    if (known !== undefined) return known
    const operands = statement.operands ?? []
    let body: Evaluate | undefined
    const compile = (): Evaluate => {
      const names = new Map(operands.map((operand, index) => [operand.name, index]))
      return this.#body(statement, new Scope(this, library, statement.name, statement.context, names))
    }
    const made: CompiledFunction = {
      name: statement.name,
      operandTypes: operands.map((operand) => operand.type),
      call: (run, operands) => {
        const { frame } = run
        if (run.depth >= depthLimit) throw positioned(library, statement.name, m.callsItselfWithoutEnd)
        spend(1)
        run.depth++
        run.frame = operands
        try {
          body ??= compile()
          const value = body(run)
          run.frame = frame
          run.depth--
          run.trace?.define(library.id, statement.name, value)
          return value
        } catch (error) {
          run.frame = frame
          run.depth--
          throw failureOf(error, library, statement.name)
        }
      }
    }
    this.#functions.set(statement, made)
    return made
  }

  parameter(library: ElmLibrary, name: string): Evaluate {
    const key = `${library.id}|${library.version ?? ''}|${name}`
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
    const key = `${id}|${version ?? ''}`
    let set = this.#valueSets.get(key)
    if (set === undefined) {
      const expansion = this.#content.valueSets.get(id)
      set = new ValueSet(id, expansion, version, name)
      this.#valueSets.set(key, set)
    }
    return set
  }

  filter(valueSet: ValueSet): CodeFilter {
    let filter = this.#filters.get(valueSet)
    if (filter === undefined) {
      filter = new CodeFilter(valueSet)
      this.#filters.set(valueSet, filter)
    }
    return filter
  }

  namesIn(node: ElmNode, scope: Scope): ReadonlySet<string> {
    return this.#dependence.of(node, scope.library).free
  }

  compile(node: ElmNode, scope: Scope): Evaluate {
    const compiler = nodeCompilers.get(node.type)
    if (compiler === undefined) {
      throw new ElmError('not-supported', m.theOperationIsNotSupported(node.type), scope.position(node))
    }
    if (++this.#nesting > 1000) throw scope.error(node, m.thisExpressionIsNestedTooDeeply)
    const outer = this.#outer
    const instrumented = this.#content.instrumented === true
    const dependence = instrumented ? undefined : this.#dependence.of(node, scope.library)
    this.#outer = dependence
    try {
      const evaluate = compiler(node, scope)
      if (dependence === undefined) return traced(node, scope, evaluate)
      return cachedOnce(node, evaluate, dependence, outer, scope, () => this.newCell())
    } finally {
      this.#outer = outer
      this.#nesting--
    }
  }
}
