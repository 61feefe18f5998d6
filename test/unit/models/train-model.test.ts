import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { modelCard, modelCardText } from '#engine/models/card/model-card.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import type { ModelDocument } from '#engine/models/document/model-document.ts'
import { contributions, predictRisk } from '#engine/models/document/predict.ts'
import { readModel, sealModel } from '#engine/models/document/seal-model.ts'
import type { FeatureMatrix } from '#engine/models/numerics/feature-matrix.ts'
import { modelDrift } from '#engine/models/scoring/model-drift.ts'
import { scorePopulation } from '#engine/models/scoring/score-population.ts'
import { allowedParameters, tooFew } from '#engine/models/training/sample-size.ts'
import { timeFolds } from '#engine/models/training/time-folds.ts'
import { trainModel } from '#engine/models/training/train-model.ts'
import type { TrainingData, TrainingExamples } from '#engine/models/training/training-data.ts'
import { trainingInput } from '#engine/models/training/training-input.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { modelCardCommand } from '../../../src-main/cli/commands/model-card.ts'
import { publishingPlace } from '../published/publishing-place.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'
import { heartFailurePeople, lastDayOfPeople, populationOfTables } from './model-people.ts'

const outcome = { id: 'readmission-30', share: 0.1 } as const
const population = populationOfTables(heartFailurePeople(1600, [0.5, 0.05]))
const input = trainingInput(allPeople(population), shippedRisk, outcome, lastDayOfPeople)
if (typeof input === 'string') throw new Error(input)
const steps: (readonly [string, number])[] = []
const result = trainModel(input, (step, share) => steps.push([step, share]))
if ('refused' in result) throw new Error(result.refused)
const { document } = result

describe('a model of readmission', () => {
  it('finds the effect that was planted, on later people', () => {
    const [first] = document.features.toSorted((left, right) => right.importance - left.importance)
    expect(first!.id).toMatch(/has_heart_failure|charlson_2011|conditions/)
    const place = document.features.findIndex(({ id }) => id === 'has_heart_failure')
    const column = document.logistic.columns.findIndex(({ feature, kind }) => feature === place && kind === 'value')
    expect(document.logistic.coefficients[column]).toBeGreaterThan(0)
    const { auc, calibration } = document.validation
    expect(auc.low).toBeGreaterThan(0.7)
    expect(calibration.slope!.low).toBeLessThan(1.1)
    expect(calibration.slope!.high).toBeGreaterThan(0.9)
    expect(document.test.dates.first - document.train.dates.last).toBeGreaterThanOrEqual(30)
  })

  it('is none where nothing was planted', () => {
    const plain = populationOfTables(heartFailurePeople(1400, [0.2, 0.2], 19))
    const data = trainingInput(allPeople(plain), shippedRisk, outcome, lastDayOfPeople)
    const trained = typeof data === 'string' ? undefined : trainModel(data, () => undefined)
    expect(trained).toEqual({
      refused: expect.stringMatching(
        /^the features do not distinguish people\. On later people nothing was better than the mean of [\d,]+ examples, \d+\.\d%, for everybody$/
      ) as unknown
    })
  })

  it('tells how far it is, in order', () => {
    expect(new Set(steps.map(([step]) => step)).size).toBeGreaterThan(4)
    const shares = steps.map(([, share]) => share)
    expect(shares).toEqual(shares.toSorted((left, right) => left - right))
  })

  it('is the same to the byte for the same data, and refused when a byte of it was changed', async () => {
    const again = trainModel(input, () => undefined)
    expect(JSON.stringify('document' in again && again.document)).toBe(JSON.stringify(document))
    const sealed = await sealModel(document)
    const text = JSON.stringify(sealed)
    expect(await readModel(text)).toEqual(sealed)
    await expect(readModel(text.replace(/"methods":"\d+"/, '"methods":"0"'))).rejects.toThrow(
      'changed after it was trained'
    )
    await expect(readModel('{"document":{"format":0}}')).rejects.toThrow('no model of this version')
    await expect(readModel('x')).rejects.toThrow('not JSON')
  })

  it('predicts the same after it was read again', async () => {
    const read = await readModel(JSON.stringify(await sealModel(document)))
    const scored = scorePopulation(allPeople(population), shippedRisk, document, lastDayOfPeople - 300)
    expect(scored.risks.length).toBeGreaterThan(20)
    expect([...predictRisk(read.document, scored.matrix)]).toEqual([...scored.risks])
  })

  it('explains each prediction by terms that add up to it', () => {
    const { matrix, risks } = scorePopulation(allPeople(population), shippedRisk, document, lastDayOfPeople - 300)
    for (const row of [0, 5, 11]) {
      const { base, values } = contributions(document, matrix, row)
      const logit = base + values.reduce((sum, each) => sum + each, 0)
      expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(risks[row]!, 6)
    }
  })

  it('sees drift where people differ, and says why there are no later outcomes', () => {
    const scored = scorePopulation(allPeople(population), shippedRisk, document, lastDayOfPeople - 300)
    const drift = modelDrift(allPeople(population), shippedRisk, document, scored, lastDayOfPeople)
    expect(drift.later).toEqual({ missing: 'no outcome is complete that began after those the model was tested on' })
    const age = document.features.findIndex(({ id }) => id === 'age')
    const moved = scored.matrix.columns.map((column, place) =>
      place === age ? column.map((each) => each + 25) : column
    )
    const later = { ...scored, matrix: { ...scored.matrix, columns: moved } }
    const found = modelDrift(allPeople(population), shippedRisk, document, later, lastDayOfPeople).features
    expect(found.find(({ id }) => id === 'age')!.moved).toBe('much')
  })

  it('has a card that says what it is and is not for, by groups, with its hash', async () => {
    const sealed = await sealModel(document)
    const text = modelCardText(modelCard(sealed, 0))
    for (const part of [
      'not an instruction to treat',
      'Obermeyer',
      sealed.hash,
      'Calibration slope',
      'Sex: Female',
      'elastic net'
    ])
      expect(text).toContain(part)
    expect(modelCardText(modelCard(sealed, 100000))).toContain('Not shown: a group is small.')
  })

  it('has cards in files that tell nobody who came between two models of one outcome', async () => {
    const { out, run } = await publishingPlace()
    const cardOf = async (name: string, model: ModelDocument) => {
      const [file, card] = [join(out, `${name}.json`), join(out, `${name}.md`)]
      writeFileSync(file, JSON.stringify(await sealModel(model)))
      expect(await run(modelCardCommand, '--model', file, '--out', card)).toMatchObject({ code: 0 })
      return readFileSync(card, 'utf8')
    }
    const { data, train } = document
    const examples = `${train.rows.toLocaleString('en-US')} examples of`
    const first = await cardOf('first', document)
    expect([first.includes('1,600 people'), first.includes(examples)]).toEqual([true, true])
    const next = await cardOf('next', { ...document, data: { ...data, id: 'later', people: data.people + 3 } })
    expect([next.includes('suppressed people'), next.includes(examples)]).toEqual([true, true])
  })

  it('has a card that leaves without counts that must not, and asks about each', async () => {
    const sealed = await sealModel(document)
    const { rows, events } = document.test
    const asked: PublishedCount[] = []
    const whole = modelCard(sealed, 0, { data: 'monday', isTold: (count) => (asked.push(count), false) })
    expect(whole).toEqual(modelCard(sealed, 0))
    const groups = document.validation.subgroups.flatMap((each) => each.groups)
    expect(asked).toHaveLength(7 + groups.length + groups.filter((group) => group.events !== undefined).length)
    const told = (of: RegExp, isGroup: boolean) =>
      modelCardText(
        modelCard(sealed, 0, {
          data: 'monday',
          isTold: (count) => of.test(count.of) && count.where.length > 0 === isGroup
        })
      )
    const shown = `with ${events.toLocaleString('en-US')} events`
    expect([told(/x/, false).includes(shown), told(/test\/events$/, false).includes(shown)]).toEqual([true, false])
    expect(told(/test\/events$/, false)).toMatch(/\*\*Mean risk\*\*: suppressed/)
    expect(told(/test$/, true)).not.toContain('Sex: Female')
    expect(told(/test$/, true)).toContain(`${rows.toLocaleString('en-US')} examples`)
    expect(told(/^people$/, false)).toContain('suppressed people')
  })
})

describe('refusal', () => {
  it('has a sentence for too few events, one outcome alone, and no later period', () => {
    expect(tooFew('readmitted', { rows: 200, events: 20 }, { rows: 100, events: 20 })).toMatch(
      /^200 examples to train on with 20 events allow 1 parameter, and 3 are the minimum \(Riley/
    )
    expect(tooFew('readmitted', { rows: 2000, events: 0 }, { rows: 100, events: 20 })).toBe(
      'nobody among the 2,000 examples to train on was readmitted'
    )
    expect(tooFew('readmitted', { rows: 2000, events: 400 }, { rows: 100, events: 100 })).toBe(
      'everybody among the 100 examples to test on was readmitted'
    )
    expect(tooFew('readmitted', { rows: 2000, events: 400 }, { rows: 100, events: 9 })).toContain(
      'the later period has 9 events among 100 examples'
    )
    expect(tooFew('readmitted', { rows: 2000, events: 400 }, { rows: 100, events: 50 })).toBeUndefined()
    const few = populationOfTables(heartFailurePeople(30, [0.5, 0.05]))
    const data = trainingInput(allPeople(few), shippedRisk, outcome, lastDayOfPeople)
    expect(typeof data === 'string' ? data : trainModel(data, () => undefined)).toHaveProperty('refused')
    expect(trainingInput(allPeople(few), shippedRisk, { id: 'high-cost-12m', share: 0.1 }, lastDayOfPeople)).toBe(
      'the data contain no claims'
    )
  })

  it('allows the parameters of Riley 2020', () => {
    // R² Cox-Snell 0.288 with 24 parameters needs 623 people (BMJ 2020; 368: m441, figure 2 has the formula).
    expect(allowedParameters(600, 0)).toBe(0)
    expect(allowedParameters(30, 15)).toBe(0)
    const perParameter = 10000 / allowedParameters(10000, 1740)
    expect(perParameter).toBeGreaterThan(85)
    expect(perParameter).toBeLessThan(100)
  })
})

describe('folds', () => {
  const examples = (index: readonly number[], length: number): Parameters<typeof timeFolds>[0] => ({
    index: Int32Array.from(index),
    end: Int32Array.from(index, (day) => day + length),
    patient: Int32Array.from(index, (_, row) => row % 37),
    outcomes: Uint8Array.from(index, (_, row) => (row % 3 === 0 ? 1 : 0))
  })

  it('look ahead: what is judged begins after what is fitted is over', () => {
    const all = examples(
      Array.from({ length: 400 }, (_, row) => row),
      30
    )
    const { folds, text } = timeFolds(all)
    expect(folds.length).toBe(3)
    expect(text).toContain('look ahead in time')
    for (const { fit, judge } of folds)
      expect(Math.max(...fit.map((row) => all.end[row]!))).toBeLessThanOrEqual(
        Math.min(...judge.map((row) => all.index[row]!))
      )
  })

  it('are by person where there is one date alone', () => {
    const all = examples(new Array<number>(200).fill(5), 30)
    const { folds, text } = timeFolds(all)
    expect(text).toContain('by person')
    for (const { fit, judge } of folds) {
      const people = new Set([...fit].map((row) => all.patient[row]))
      expect([...judge].some((row) => people.has(all.patient[row]))).toBe(false)
    }
  })
})

describe('trees', () => {
  const random = seededNumbers(4)
  const part = (rows: number, from: number): TrainingExamples => {
    const columns = Array.from({ length: 2 }, () => Float32Array.from({ length: rows }, () => 2 * random() - 1))
    const matrix: FeatureMatrix = { rows, columns }
    return {
      matrix,
      // Neither feature tells anything alone: a regression is blind to it.
      outcomes: Uint8Array.from({ length: rows }, (_, row) =>
        random() < (columns[0]![row]! * columns[1]![row]! > 0 ? 0.7 : 0.1) ? 1 : 0
      ),
      index: new Int32Array(rows).map((_, row) => from + Math.floor((row * 400) / rows)),
      end: new Int32Array(rows).map((_, row) => from + Math.floor((row * 400) / rows) + 30),
      patient: new Int32Array(rows).map((_, row) => row),
      dates: { first: from, last: from + 400 }
    }
  }
  const feature = (id: string) =>
    ({ id, title: id, group: 'use', kind: 'number', unit: '', text: '', missing: undefined }) as const
  const data: TrainingData = {
    outcome,
    asOf: 1000,
    data: { label: 'test', id: 'test', people: 4500 },
    features: [feature('x'), feature('y')],
    train: part(1200, 0),
    test: part(600, 500),
    subgroups: [],
    warnings: []
  }

  it('take the place of the regression where they discriminate better by more than the interval', () => {
    const trained = trainModel(data, () => undefined)
    const made: ModelDocument | undefined = 'document' in trained ? trained.document : undefined
    expect(made?.kind).toBe('trees')
    expect(made!.treesText).toContain('trees are in use')
    expect(made!.validation.auc.value).toBeGreaterThan(0.75)
    expect(made!.baseline.auc.high).toBeLessThan(0.6)
    const { base, values } = contributions(made!, data.test.matrix, 3)
    const [risk] = predictRisk(made!, {
      rows: 1,
      columns: data.test.matrix.columns.map((column) => column.slice(3, 4))
    })
    expect(1 / (1 + Math.exp(-(base + values[0]! + values[1]!)))).toBeCloseTo(risk!, 9)
  })
})
