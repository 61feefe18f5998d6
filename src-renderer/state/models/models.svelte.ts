import { stateMessages as m } from '#messages/state.ts'
import { isOfThisVersion } from '#engine/models/document/model-format.ts'
import type { SealedModel } from '#engine/models/document/model-document.ts'
import { modelOutcome, type OutcomeChoice } from '#engine/models/examples/model-outcomes.ts'
import type { ModelPanel, ModelPanelParams, ModelPerson } from '#engine/models/panels/model-results.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { startTraining, type Training } from '../../workers/models/train-client.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import { completeParts, saveInParts, type DraftPart } from '../drafts/draft-parts.ts'
import type { Drafts } from '../drafts/drafts.svelte.ts'
import type { BackgroundTasks } from '../feedback/background-tasks.svelte.ts'
import type { PopulationContext } from '../navigation/context.svelte.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import { createQuery, type QueryState } from '../query/query.svelte.ts'

const FORMAT = 1
const PREFIX = 'model-'
/** Name of the task in the status bar. */
const TASK = 'model'

/** A model as it is saved, with the time. */
export interface SavedModel extends SealedModel {
  /** Milliseconds since 1970. */
  readonly savedAt: number
}

/** A training that runs. */
export interface RunningTraining {
  readonly title: string
  readonly step: string
  /** Share of everything that is done, 0 to 1. */
  readonly share: number
}

/** Dependencies of {@link ModelsState}. */
export interface ModelsDependencies {
  readonly drafts: Drafts
  readonly store: Pick<StoreApi, 'setModels' | 'modelInput' | 'modelPanel' | 'modelPerson'>
  readonly context: PopulationContext
  readonly panels: Pick<PanelQueries, 'generation'>
  readonly tasks: BackgroundTasks
  /** Starts the worker that trains. */
  readonly start?: typeof startTraining
  readonly now?: () => number
}

/** The models of this installation: sealed on disk, each version its own, with the training that runs. */
export class ModelsState {
  readonly #dependencies: ModelsDependencies
  #list = $state.raw<readonly SavedModel[]>([])
  #chosen = $state<string>()
  #running = $state.raw<RunningTraining | undefined>()
  #refused = $state<string>()
  #error = $state.raw<WireError | undefined>()
  #training: Training | undefined
  #asked = 0
  #ready: Promise<void> = Promise.resolve()

  constructor(dependencies: ModelsDependencies) {
    this.#dependencies = dependencies
    dependencies.drafts.onLoaded(() => this.#read())
    this.#read()
  }

  /** Those that were saved last first. */
  get list(): readonly SavedModel[] {
    return this.#list
  }

  /** The model that is looked at: the one that was chosen, else the last. */
  get chosen(): SavedModel | undefined {
    return this.#list.find(({ hash }) => hash === this.#chosen) ?? this.#list[0]
  }

  get running(): RunningTraining | undefined {
    return this.#running
  }

  /** Why the last training made no model, as a sentence. */
  get refused(): string | undefined {
    return this.#refused
  }

  /** What went wrong in the last training. */
  get error(): WireError | undefined {
    return this.#error
  }

  choose(hash: string): void {
    this.#chosen = hash
  }

  /** Trains on everybody whose outcome is complete by the as-of date, and saves the model. */
  async train(outcome: OutcomeChoice): Promise<void> {
    const { store, context, start = startTraining } = this.#dependencies
    this.cancel()
    const asked = ++this.#asked
    const { title } = modelOutcome(outcome.id)
    this.#refused = undefined
    this.#error = undefined
    this.#progress(title, m.readingPeopleAndFeatures, 0)
    try {
      const input = await store.modelInput(outcome, context.value)
      if (asked !== this.#asked) return
      if ('refused' in input) {
        this.#end(m.noModel(title), input.refused)
        return
      }
      this.#training = start(input.data, (step, share) => {
        if (asked === this.#asked) this.#progress(title, step, share)
      })
      const result = await this.#training.result
      if (asked !== this.#asked) return
      if ('refused' in result) {
        this.#end(m.noModel(title), result.refused)
        return
      }
      this.#save(result.model)
      this.#end(m.modelTrained(title))
    } catch (error) {
      if (asked !== this.#asked) return
      this.#error = toWireError(error)
      this.#end(m.trainingFailed(title))
    }
  }

  /** Ends the training that runs; nothing of it is saved. */
  cancel(): void {
    if (this.#running === undefined) return
    this.#asked++
    const { title } = this.#running
    // Nobody waits for it any more.
    this.#training?.result.catch(() => undefined)
    this.#training?.cancel()
    this.#training = undefined
    this.#running = undefined
    this.#dependencies.tasks.finish({ outcome: 'cancelled', text: m.trainingCancelled(title) }, TASK)
  }

  /** Deletes a model, and the filter that names it. */
  async remove({ hash }: SealedModel): Promise<void> {
    const { drafts, context } = this.#dependencies
    for (const name of drafts.names(prefixOf(hash))) drafts.remove(name)
    for (const { dimension } of context.filters)
      if (dimension.startsWith(`model-risk/${hash.slice(0, 16)}/`)) context.remove(dimension)
    this.#set(this.#list.filter((each) => each.hash !== hash))
    await this.#ready
  }

  /** Follows a model over the people in view; call it while a component is set up. */
  watch(params: () => (ModelPanelParams & { readonly hash: string }) | undefined): QueryState<ModelPanel> {
    const { store, context, panels } = this.#dependencies
    return createQuery({
      key: () => {
        const asked = params()
        return asked && `${panels.generation}|${context.key}|${JSON.stringify(asked)}`
      },
      ask: async () => {
        const asked = params()
        if (asked === undefined) throw new TypeError('nothing is asked for')
        const { hash, ...rest } = asked
        await this.#ready
        return store.modelPanel(hash, context.value, rest)
      },
      nothing: () => panels.generation <= 0
    })
  }

  /** What makes up the predicted risk of a person. */
  async explain(hash: string, patient: number): Promise<ModelPerson> {
    await this.#ready
    return this.#dependencies.store.modelPerson(hash, this.#dependencies.context.value, patient)
  }

  #progress(title: string, step: string, share: number): void {
    this.#running = { title, step, share }
    const cancel = (): void => this.cancel()
    this.#dependencies.tasks.update({ title: m.trainingTitle(title), fraction: share, detail: step, cancel }, TASK)
  }

  #end(text: string, refused?: string): void {
    this.#training = undefined
    this.#running = undefined
    this.#refused = refused === undefined ? undefined : asSentence(m.noModelWasMade(refused))
    const outcome = this.#error !== undefined ? 'failed' : refused === undefined ? 'done' : 'partial'
    this.#dependencies.tasks.finish({ outcome, text }, TASK)
  }

  #save(model: SealedModel): void {
    const { drafts, now = Date.now } = this.#dependencies
    const saved = { ...model, savedAt: now() }
    saveInParts(drafts, prefixOf(model.hash), FORMAT, model.hash, JSON.stringify(saved))
    this.#chosen = model.hash
    this.#set([saved, ...this.#list.filter(({ hash }) => hash !== model.hash)])
  }

  /** Takes the models that the drafts hold; the seal of a draft proves that this program wrote it. */
  #read(): void {
    const { drafts } = this.#dependencies
    const parts = drafts.names(PREFIX).flatMap((name) => drafts.readValue<DraftPart>(name, FORMAT) ?? [])
    const models = completeParts(parts).map(
      (modelParts) => JSON.parse(modelParts.map(({ text }) => text).join('')) as SavedModel
    )
    this.#set(models.filter(({ document }) => isOfThisVersion(document)))
  }

  #set(models: readonly SavedModel[]): void {
    this.#list = models.toSorted((left, right) => right.savedAt - left.savedAt)
    this.#ready = this.#dependencies.store.setModels(this.#list.map(({ document, hash }) => ({ document, hash })))
  }
}

function prefixOf(hash: string): string {
  return `${PREFIX}${hash.slice(0, 16)}-`
}
