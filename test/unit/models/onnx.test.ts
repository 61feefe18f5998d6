import { describe, expect, it } from 'vitest'
import { readOnnx } from '#engine/models/onnx/onnx-model.ts'
import { onnxFeatures, runOnnx } from '#engine/models/onnx/run-onnx.ts'
import { onnxScores } from '#engine/tables/features/onnx-scores.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { day } from '../selection/plain-store.ts'
import { populationOfTables } from './model-people.ts'
import { operatorFile, regressionFile, treeFile } from './onnx-file.ts'

const logistic = (value: number): number => 1 / (1 + Math.exp(-value))

describe('ONNX models', () => {
  it('are computed: a regression with what is missing imputed', () => {
    const model = readOnnx(regressionFile('age, conditions'))
    expect(onnxFeatures(model)).toEqual(['age', 'conditions'])
    const risks = runOnnx(model, [Float64Array.of(60, Number.NaN), Float64Array.of(1, 0)], 2)
    expect(risks[0]).toBeCloseTo(logistic(-1 + 3 + 2), 6)
    expect(risks[1]).toBeCloseTo(logistic(-1 + 0.5), 6)
  })

  it('are computed: trees, with a branch for what is missing', () => {
    const risks = runOnnx(readOnnx(treeFile('age')), [Float64Array.of(50, 50.5, Number.NaN)], 3)
    ;[-1, 1, 1].forEach((logit, row) => expect(risks[row]).toBeCloseTo(logistic(logit), 6))
  })

  it('are applied to columns of person_feature, of the living', () => {
    const population = populationOfTables({
      patient: [
        { id: 'a', birth_date: '1950-01-01' },
        { id: 'b', birth_date: '2000-01-01' },
        { id: 'c', birth_date: '1940-01-01', deceased_at: '2020-01-01' }
      ]
    })
    const { patient, risks } = onnxScores(population, readOnnx(treeFile('age')), day('2024-06-30'))
    expect([...patient]).toEqual([0, 1])
    expect(risks[0]).toBeCloseTo(logistic(1), 6)
    expect(risks[1]).toBeCloseTo(logistic(-1), 6)
    const divided = shardedPopulation(divideStore(population.store, 3), population.index.registries)[0]!
    expect(onnxScores(divided, readOnnx(treeFile('age')), day('2024-06-30'))).toEqual({ patient, risks })
    const wrong = readOnnx(treeFile('shoe_size'))
    expect(() => onnxScores(population, wrong, day('2024-06-30'))).toThrow('The model wants "shoe_size"')
    expect(() => onnxScores(population, readOnnx(treeFile('sex')), day('2024-06-30'))).toThrow('no column of numbers')
  })

  it('are refused by name where an operator is not known, and in words where they are damaged', () => {
    expect(() => runOnnx(readOnnx(operatorFile('Conv')), [Float64Array.of(1)], 1)).toThrow('operator Conv, which')
    expect(() => runOnnx(readOnnx(operatorFile('Identity')), [Float64Array.of(70)], 1)).toThrow('no probability')
    expect(() => runOnnx(readOnnx(treeFile('age', 'BRANCH_MAYBE')), [Float64Array.of(1)], 1)).toThrow(
      'trees of the model'
    )
    expect(() => onnxFeatures(readOnnx(regressionFile()))).toThrow('does not say which columns')
    const bytes = regressionFile('age,conditions')
    for (const cut of [0, 1, 5, 40, bytes.length - 1])
      expect(() => readOnnx(bytes.subarray(0, cut))).toThrow('not an ONNX model that can be read')
  })
})
