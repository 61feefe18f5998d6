import { describe, expect, it } from 'vitest'
import {
  readBenchmarks,
  writeBenchmarks,
  type BenchmarkRate
} from '../../../src-renderer/state/measures/benchmark-file.ts'

const rates: readonly BenchmarkRate[] = [
  {
    key: 'a/rate',
    url: 'https://example.org/Measure/a',
    group: 'rate',
    title: 'Screening',
    benchmark: undefined,
    star: { code: 'C01' }
  },
  {
    key: 'b/1',
    url: 'https://example.org/Measure/b',
    group: '1',
    title: 'Visits',
    benchmark: { value: 0.6125, title: 'State, 2025' }
  },
  { key: 'b/2', url: 'https://example.org/Measure/b', group: '2', title: 'Visits', benchmark: undefined }
]
const read = (text: string) => [...readBenchmarks(text, rates).benchmarks]

describe('a table of benchmarks', () => {
  it('names measures by title, address or Star code, and rates by their id', () => {
    expect(read('measure,benchmark\nscreening,71.5')).toEqual([['a/rate', { value: 0.715, title: 'Benchmark' }]])
    expect(read('Measure;Benchmark;Source\nC01;71,5 %;"Region; 2025"')).toEqual([
      ['a/rate', { value: 0.715, title: 'Region; 2025' }]
    ])
    expect(read('measure\trate\tbenchmark\nhttps://example.org/Measure/b\t2\t50')).toEqual([
      ['b/2', { value: 0.5, title: 'Benchmark' }]
    ])
    expect(read('measure,benchmark\nVisits,50').map(([key]) => key)).toEqual(['b/1', 'b/2'])
  })
  it('is what was saved to be filled in', () => {
    expect(read(writeBenchmarks(rates))).toEqual([['b/1', { value: 0.6125, title: 'State, 2025' }]])
  })
  it('says which measures are not here', () => {
    expect(readBenchmarks('measure,benchmark\nOther,50\nScreening,60', rates)).toMatchObject({ unknown: ['Other'] })
  })
  it('is refused as a whole with the reason', () => {
    expect(() => read('name,value\nScreening,50')).toThrow(/columns measure and benchmark/)
    expect(() => read('measure,benchmark\nScreening,50\nVisits,120')).toThrow(/Row 3: “120”/)
    expect(() => read('measure,benchmark\nScreening,most')).toThrow(/Row 2/)
  })
})
