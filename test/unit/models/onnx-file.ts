/** A protobuf message of fields, as bytes: numbers are varints, arrays packed floats, texts and bytes length-delimited. */
type Field = readonly [
  number: number,
  value: number | string | Uint8Array | readonly number[] | { readonly float: number }
]

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}

/** Writes a message. */
function message(fields: readonly Field[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [...varint(number << 3), ...varint(value)]
      if (typeof value === 'object' && 'float' in value)
        return [...varint((number << 3) | 5), ...new Uint8Array(Float32Array.of(value.float).buffer)]
      const bytes =
        typeof value === 'string'
          ? new TextEncoder().encode(value)
          : value instanceof Uint8Array
            ? value
            : new Uint8Array(Float32Array.from(value).buffer)
      return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes]
    })
  )
}

const floats = (name: string, values: readonly number[]): Field => [
  5,
  message([
    [1, name],
    [7, values]
  ])
]
const integers = (name: string, values: readonly number[]): Field => [
  5,
  message([[1, name], ...values.map((value): Field => [8, value])])
]
const text = (name: string, value: string): Field => [
  5,
  message([
    [1, name],
    [4, value]
  ])
]
const texts = (name: string, values: readonly string[]): Field => [
  5,
  message([[1, name], ...values.map((value): Field => [9, value])])
]

function model(nodes: readonly (readonly Field[])[], features: string | undefined): Uint8Array {
  const graph = message([
    ...nodes.map((node): Field => [1, message(node)]),
    [11, message([[1, 'X']])],
    [12, message([[1, 'label']])],
    [12, message([[1, 'probabilities']])]
  ])
  return message([
    [1, 8],
    [7, graph],
    ...(features === undefined
      ? []
      : [
          [
            14,
            message([
              [1, 'features'],
              [2, features]
            ])
          ] as const
        ])
  ])
}

/** A regression: logit = -1 + 0.05 × the first column + 2 × the second, after 10 was imputed for what is missing. */
export function regressionFile(features?: string): Uint8Array {
  return model(
    [
      [[1, 'X'], [2, 'filled'], [4, 'Imputer'], floats('imputed_value_floats', [10])],
      [
        [1, 'filled'],
        [2, 'label'],
        [2, 'probabilities'],
        [4, 'LinearClassifier'],
        floats('coefficients', [0.05, 2]),
        floats('intercepts', [-1]),
        text('post_transform', 'LOGISTIC')
      ]
    ],
    features
  )
}

/** One tree: logit -1 up to 50 in the first column, else 1; a missing value goes with the second. */
export function treeFile(features: string, mode = 'BRANCH_LEQ'): Uint8Array {
  return model(
    [
      [
        [1, 'X'],
        [2, 'label'],
        [2, 'probabilities'],
        [4, 'TreeEnsembleClassifier'],
        texts('nodes_modes', [mode, 'LEAF', 'LEAF']),
        integers('nodes_treeids', [0, 0, 0]),
        integers('nodes_nodeids', [0, 1, 2]),
        integers('nodes_featureids', [0, 0, 0]),
        floats('nodes_values', [50, 0, 0]),
        integers('nodes_truenodeids', [1, 0, 0]),
        integers('nodes_falsenodeids', [2, 0, 0]),
        integers('nodes_missing_value_tracks_true', [0, 0, 0]),
        integers('class_treeids', [0, 0]),
        integers('class_nodeids', [1, 2]),
        integers('class_ids', [0, 0]),
        floats('class_weights', [-1, 1]),
        integers('classlabels_int64s', [0, 1]),
        text('post_transform', 'LOGISTIC')
      ]
    ],
    features
  )
}

/** A graph of one operator. */
export function operatorFile(operator: string): Uint8Array {
  return model(
    [
      [
        [1, 'X'],
        [2, 'probabilities'],
        [4, operator]
      ]
    ],
    'age'
  )
}
