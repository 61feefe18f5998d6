import { describe, expect, it } from 'vitest'
import { sealModel } from '#engine/models/document/seal-model.ts'
import { isModelDimension, modelDimensionId, readModelDimension } from '#engine/models/panels/model-names.ts'
import { modelPanel } from '#engine/models/panels/model-panel.ts'
import { modelPerson } from '#engine/models/panels/model-person.ts'
import { openModels } from '#engine/models/panels/model-view.ts'
import { scorePopulation } from '#engine/models/scoring/score-population.ts'
import { trainModel } from '#engine/models/training/train-model.ts'
import { trainingInput } from '#engine/models/training/training-input.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { modelRisks } from '#engine/tables/risk/model-risks.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { heartFailurePeople, lastDayOfPeople, populationOfTables } from './model-people.ts'

const population = populationOfTables(heartFailurePeople(900, [0.5, 0.05]))
const input = trainingInput(allPeople(population), shippedRisk, { id: 'readmission-30', share: 0.1 }, lastDayOfPeople)
if (typeof input === 'string') throw new Error(input)
const trained = trainModel(input, () => undefined)
if ('refused' in trained) throw new Error(trained.refused)
const model = await sealModel(trained.document)
const models = openModels(allPeople(population), shippedRisk, (hash) =>
  model.hash.startsWith(hash) ? model : undefined
)
const context = { asOf: lastDayOfPeople - 300, filters: [] }
const params = { threshold: 0.1, limit: 5, revealed: false }

describe('the panel of a model', () => {
  const panel = modelPanel(models, model, context, params)

  it('opens as many people as it says', () => {
    const opened = panel.keyFigures.flatMap(({ id, figure }) =>
      figure.rows === undefined ? [] : [[id, resolveRows(population, figure.rows).length, figure.opens ?? figure.value]]
    )
    expect(opened.map(([id]) => id)).toEqual(['people', 'chosen', 'mean'])
    for (const [id, rows, said] of opened) expect([id, rows]).toEqual([id, said])
    expect(panel.total).toBe(panel.keyFigures.find(({ id }) => id === 'chosen')!.figure.value)
  })

  it('lists the highest risks first, masked, with what raises them', () => {
    const risks = panel.rows.map(({ risk }) => risk)
    expect(risks.length).toBe(Math.min(5, panel.total))
    expect(risks).toEqual(risks.toSorted((left, right) => right - left))
    expect(Math.min(...risks)).toBeGreaterThanOrEqual(0.1)
    expect(panel.rows[0]!.reasons).toMatch(/Heart failure: yes|Chronic conditions: 1|Charlson/)
  })

  it('says that features were counted in another way when the model was trained', async () => {
    const earlier = await sealModel({ ...model.document, methods: '1' })
    expect([panel.drift.otherMethods, modelPanel(models, earlier, context, params).drift.otherMethods]).toEqual([
      undefined,
      expect.stringMatching(/methods 1, here 3.* Train it again\.$/)
    ])
  })

  it('says what a calibration slope tells that chance does not explain', async () => {
    const noted = async (low: number, high: number): Promise<string | undefined> => {
      const { validation } = model.document
      const slope = { value: (low + high) / 2, low, high }
      const calibration = { ...validation.calibration, slope }
      const other = await sealModel({ ...model.document, validation: { ...validation, calibration } })
      return modelPanel(models, other, context, params).keyFigures.find(({ id }) => id === 'slope')!.note
    }
    expect(await noted(0.8, 1.2)).toBe('1 is right')
    expect(await noted(1.09, 2.21)).toBe('1 is right: predictions are too close together')
    expect(await noted(0.4, 0.9)).toBe('1 is right: predictions are too far apart')
  })

  it('is about the people in view', () => {
    const women = modelPanel(models, model, { ...context, filters: [{ dimension: 'sex', values: ['female'] }] }, params)
    const [all, some] = [panel, women].map(({ keyFigures }) => keyFigures[0]!.figure.value!)
    expect(some).toBeGreaterThan(0)
    expect(some).toBeLessThan(all!)
    expect(resolveRows(population, women.keyFigures[0]!.figure.rows!).length).toBe(some)
  })

  it('shows groups with intervals, and refuses those that are too small', () => {
    const sex = panel.divisions.find(({ title }) => title === 'Sex')!
    expect(sex.groups.map(({ label }) => label)).toEqual(['Female', 'Male'])
    for (const { ratio } of sex.groups) expect(ratio.interval!.low).toBeLessThan(ratio.value!)
    const small = panel.divisions.flatMap(({ groups }) => groups).filter(({ missing }) => missing !== undefined)
    for (const { auc, missing } of small) expect(auc).toMatchObject({ value: undefined, missing })
  })

  it('explains a person by factors that multiply to the risk, and opens the rows behind them', () => {
    const [first] = panel.rows
    const person = modelPerson(models, model, context, first!.patient)
    const odds = person.terms.reduce((product, term) => product * term.odds, person.baseRisk / (1 - person.baseRisk))
    expect(odds / (1 + odds)).toBeCloseTo(first!.risk, 6)
    const term = (title: string) => person.terms.find((each) => each.title === title)?.figure
    const failure = term('Heart failure')
    if (failure !== undefined) expect(resolveRows(population, failure.rows!).length).toBe(failure.value)
    for (const title of ['Inpatient stays in 12 months', 'Emergency visits in 12 months']) {
      const figure = term(title)
      if (figure !== undefined) expect(resolveRows(population, figure.rows!).length).toBe(figure.value)
    }
    expect(person.terms.some(({ figure }) => figure.rows !== undefined)).toBe(true)
  })

  it('says that it is not about somebody who was not discharged lately', () => {
    const { examples } = models.scored(model, context.asOf)
    const other = Array.from({ length: 900 }, (_, patient) => patient).find((each) => !examples.patient.includes(each))!
    expect(() => modelPerson(models, model, context, other)).toThrow('not about this person on this date')
  })

  it('names its people by a filter that another model does not answer', () => {
    const id = modelDimensionId(model.hash, 0.125)
    expect(isModelDimension(id)).toBe(true)
    expect(readModelDimension(id)).toEqual({ hash: model.hash.slice(0, 16), threshold: 0.125 })
    expect(readModelDimension('risk:tier')).toBeUndefined()
    expect(population.dimension(id).label).toBe('Readmission within 30 days: predicted risk of 12.5% or more')
    expect(() => population.dimension(modelDimensionId('0'.repeat(64), 0.1))).toThrow('There is no filter')
  })
})

describe('predictions in SQL', () => {
  it('are a table with a row for everybody whom a model is about, predicted when somebody asks', async () => {
    let asked = 0
    const score = () => {
      asked++
      return scorePopulation(allPeople(population), shippedRisk, model.document, context.asOf)
    }
    const { title, outcome } = model.document
    const table = modelRisks(allPeople(population), [{ title, outcome: outcome.id, hash: model.hash, score }])
    const database = await sqlOver(population.store, {
      registries: [],
      asOf: context.asOf,
      risk: shippedRisk,
      more: [table]
    })
    expect(asked).toBe(0)
    const { rows } = database.query(
      'select outcome, model, count(*), max(risk) <= 1, min(index_date) from model_risk group by 1, 2'
    )
    const people = modelPanel(models, model, context, params).keyFigures.find(({ id }) => id === 'people')!.figure.value
    expect(rows).toEqual([['readmission-30', model.hash, people, 1, expect.stringMatching(/^\d{4}-/)]])
    expect(asked).toBe(1)
    database.close()
  })
})
